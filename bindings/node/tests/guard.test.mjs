// The guard in clients of the real SDK, before a server on this machine.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  CreateDistributionCommand,
  CreateDistributionWithTagsCommand,
  CreateInvalidationCommand,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { Refused, cloudfrontLint } from "../index.js";
import { configuration, startServer } from "./sdk.mjs";

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());
beforeEach(() => server.received.splice(0));

const update = (DistributionConfig) =>
  new UpdateDistributionCommand({ Id: "E1EXAMPLE", IfMatch: "E2EXAMPLE", DistributionConfig });

/** What a call is refused for. */
async function refusal(call) {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof Refused, error);
    return error;
  }
  assert.fail("it was not refused");
}

test("good calls are sent byte for byte as without the guard", async () => {
  const commands = [
    new CreateDistributionCommand({ DistributionConfig: configuration() }),
    new CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        DistributionConfig: configuration(),
        Tags: { Items: [{ Key: "team", Value: "web" }] },
      },
    }),
    update(configuration()),
    new CreateInvalidationCommand({
      DistributionId: "E1EXAMPLE",
      InvalidationBatch: { CallerReference: "1", Paths: { Quantity: 1, Items: ["/*"] } },
    }),
    new ListDistributionsCommand({}),
    new GetDistributionConfigCommand({ Id: "E1EXAMPLE" }),
  ];
  for (const command of commands) {
    await server.client().send(command);
    await cloudfrontLint(server.client()).send(command);
    const [without, guarded] = server.received.splice(0);
    assert.deepEqual(guarded, without);
  }
});

test("a bad call is not sent, and rejects with what CloudFront would answer", async () => {
  const config = configuration();
  config.Origins.Quantity = 2;
  for (const [command, name] of [
    [new CreateDistributionCommand({ DistributionConfig: config }), "CreateDistribution"],
    [update(config), "UpdateDistribution"],
  ]) {
    const refused = await refusal(cloudfrontLint(server.client()).send(command));
    assert.equal(refused.name, "InconsistentQuantities");
    assert.deepEqual(refused.$metadata, { httpStatusCode: 400, attempts: 0 });
    assert.equal(refused.command, name);
    assert.deepEqual(refused.findings.map(({ rule }) => rule), ["quantity-mismatch"]);
    assert.equal(
      refused.message,
      `${name} was not sent:\nDistributionConfig/Origins/Quantity: `
        + "`Quantity` of `Origins` is 2, but `Items` contains 1 item",
    );
  }
  assert.deepEqual(server.received, []);
});

test("an update must be complete, a new distribution needs less", async () => {
  const { PriceClass: _, ...config } = configuration();
  const client = cloudfrontLint(server.client());
  await client.send(new CreateDistributionCommand({ DistributionConfig: config }));
  const refused = await refusal(client.send(update(config)));
  assert.deepEqual(refused.findings.map(({ rule }) => rule), ["update-member-missing"]);
  assert.equal(server.received.length, 1);
});

test("an update is compared with the answer of the SDK", async () => {
  const live = { ...configuration(), Aliases: { Quantity: 1, Items: ["www.example.com"] } };
  live.ViewerCertificate = {
    ACMCertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555",
    SSLSupportMethod: "sni-only",
    MinimumProtocolVersion: "TLSv1.2_2021",
  };
  const asked = [];
  const previous = async ({ Id }, command) => {
    asked.push([Id, command]);
    return { $metadata: {}, ETag: "E2EXAMPLE", DistributionConfig: live };
  };
  const client = cloudfrontLint(server.client(), { previous, failOn: "warning" });
  const refused = await refusal(client.send(update(configuration())));
  assert.deepEqual(refused.findings.map(({ path }) => path), ["DistributionConfig/Aliases"]);
  assert.match(refused.message, /this update removes the alias `www\.example\.com`/);
  assert.equal(refused.name, "Refused");
  assert.deepEqual(asked, [["E1EXAMPLE", "UpdateDistribution"]]);
  assert.deepEqual(server.received, []);
});

test("settings of the guard reach the linter, and reports their reader", async () => {
  const config = configuration();
  config.Origins.Quantity = 2;
  const reports = [];
  const onReport = (report, command) => reports.push([command, report.findings.length]);
  const command = new CreateDistributionCommand({ DistributionConfig: config });
  const off = { severity: { "quantity-mismatch": "off" }, onReport };
  await cloudfrontLint(server.client(), off).send(command);
  await cloudfrontLint(server.client(), { failOn: "never", onReport }).send(command);
  assert.deepEqual(reports, [["CreateDistribution", 0], ["CreateDistribution", 1]]);
  assert.equal(server.received.length, 2);
  assert.throws(() => cloudfrontLint(server.client(), { failOn: "fatal" }), /unknown severity `fatal`/);
});

test("a second guard replaces the first", async () => {
  const config = configuration();
  config.Origins.Quantity = 2;
  const client = cloudfrontLint(cloudfrontLint(server.client()), { failOn: "never" });
  await client.send(new CreateDistributionCommand({ DistributionConfig: config }));
  assert.equal(server.received.length, 1);
});
