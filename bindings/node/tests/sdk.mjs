// A client of the AWS SDK, and a server on this machine that it talks to instead of CloudFront.

import { createServer } from "node:http";
import { once } from "node:events";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";

const ANSWER =
  '<Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>E1EXAMPLE</Id></Distribution>';

/** What a call may say of the time and of itself differs from call to call. */
const CHANGING = ["amz-sdk-invocation-id", "authorization", "x-amz-date", "host"];

/** Starts a server that keeps the requests that it receives. */
export async function startServer(answer = () => ANSWER) {
  const received = [];
  const server = createServer(async (request, response) => {
    const chunks = await collect(request);
    const headers = Object.entries(request.headers).filter(([name]) => !CHANGING.includes(name));
    const body = Buffer.concat(chunks).toString();
    received.push({ method: request.method, url: request.url, headers: Object.fromEntries(headers), body });
    response.setHeader("etag", "E2EXAMPLE");
    response.end(answer(request));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const client = () =>
    new CloudFrontClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
      maxAttempts: 3,
    });
  return { received, client, stop: () => server.close() };
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return chunks;
}

/** A configuration that CloudFront accepts, with a character outside of ASCII. */
export function configuration() {
  return {
    CallerReference: "2026-11-29",
    Comment: "Bilder – für alle",
    Enabled: true,
    Aliases: { Quantity: 0 },
    DefaultRootObject: "",
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "www",
          DomainName: "www.example.com",
          OriginPath: "",
          CustomHeaders: { Quantity: 0 },
          CustomOriginConfig: {
            HTTPPort: 80,
            HTTPSPort: 443,
            OriginProtocolPolicy: "https-only",
            OriginSslProtocols: { Quantity: 1, Items: ["TLSv1.2"] },
            OriginReadTimeout: 30,
            OriginKeepaliveTimeout: 5,
          },
          ConnectionAttempts: 3,
          ConnectionTimeout: 10,
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "www",
      ViewerProtocolPolicy: "redirect-to-https",
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      TrustedSigners: { Enabled: false, Quantity: 0 },
      SmoothStreaming: false,
      AllowedMethods: {
        Quantity: 2,
        Items: ["GET", "HEAD"],
        CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
      },
      Compress: true,
      LambdaFunctionAssociations: { Quantity: 0 },
      FieldLevelEncryptionId: "",
    },
    CacheBehaviors: { Quantity: 0 },
    CustomErrorResponses: { Quantity: 0 },
    Logging: { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" },
    PriceClass: "PriceClass_All",
    ViewerCertificate: { CloudFrontDefaultCertificate: true },
    Restrictions: { GeoRestriction: { RestrictionType: "none", Quantity: 0 } },
    WebACLId: "",
    HttpVersion: "http2",
    IsIPV6Enabled: true,
  };
}
