# The program alone: docker run --rm --volume "$PWD:/work" IMAGE check
FROM rust:1.95-alpine3.22 AS build
WORKDIR /source
COPY . .
RUN cargo build --release --locked --bin cloudfront-lint

FROM scratch
COPY --from=build /source/target/release/cloudfront-lint /usr/bin/cloudfront-lint
WORKDIR /work
ENTRYPOINT ["/usr/bin/cloudfront-lint"]
CMD ["check"]
