#!/bin/sh
# Times the program as a whole process, from start to exit, compared with the least that could be done
# instead. Needs hyperfine (cargo install hyperfine) and GNU time. Run it on a quiet machine; the
# ratios are what to quote.
set -eu
cd "$(dirname "$0")/.."

target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
work=$target/process
mkdir -p "$work"

cargo build --release --quiet -p cloudfront-lint -p cloudfront-lint-benches --bin cloudfront-lint --bin helper
lint=$target/release/cloudfront-lint
helper=$target/release/helper
printf 'fn main() { println!("one line"); }\n' >"$work/line.rs"
rustc --edition 2024 -C opt-level=3 -C panic=abort -C strip=symbols -o "$work/line" "$work/line.rs"
"$helper" documents "$work"

echo "## One small file: at most 1.5 times a program that prints a line"
hyperfine --shell=none --warmup 50 --runs 500 --ignore-failure --style basic \
    "$work/line" "$lint check --quiet --min-severity error $work/sample.xml"

echo "## The largest document (800 KB) compared with a bare parse"
hyperfine --shell=none --warmup 10 --runs 100 --ignore-failure --style basic \
    "$helper parse $work/maximal.xml" "$lint check --quiet --min-severity error $work/maximal.xml"

echo "## 10,000 files: at most 1.3 times bare parses on two threads"
hyperfine --shell=none --warmup 1 --runs 10 --ignore-failure --style basic \
    "$helper parse $work/many" "$lint check --quiet $work/many"

echo "## 100,000 faults in one document"
hyperfine --shell=none --warmup 1 --runs 5 --ignore-failure --style basic \
    "$lint check --quiet --format concise $work/faults.xml" \
    "$lint check --quiet --format json $work/faults.xml" \
    "$lint check --quiet $work/faults.xml"

echo "## Peak memory in KB: at most 2 times the bare parse"
for command in "$work/line" "$helper parse $work/maximal.xml" "$lint check --quiet --min-severity error $work/maximal.xml"; do
    # shellcheck disable=SC2086
    /usr/bin/time -f "%M KB  $command" $command >"$work/out" || true
done
