// openid-client discovers our metadata over plain HTTP, gets a token by the JWT bearer grant, and jose
// verifies the token, and a signed answer of the register, with nothing but what we publish.

import { readFileSync } from "node:fs";
import { randomUUID, webcrypto, X509Certificate } from "node:crypto";

// Node 18 has it under another name.
globalThis.crypto ??= webcrypto;
const client = await import("openid-client");
const jose = await import("jose");

const told = JSON.parse(readFileSync(0, "utf8"));
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const SCOPE = "krr:global/kontaktinformasjon.read krr:global/digitalpost.read";
let passed = 0;
let failed = 0;

function that(what, holds, otherwise = "") {
  if (holds) {
    passed += 1;
    console.log(`ok - ${what}`);
  } else {
    failed += 1;
    console.log(`not ok - ${what}: ${otherwise}`);
  }
}

async function attempt(what, deed) {
  try {
    return await deed();
  } catch (error) {
    that(what, false, `${error.code ?? error.name}: ${error.message} ${error.cause ?? ""}`);
    return undefined;
  }
}

async function assertion(issuer, change = {}) {
  const key = await jose.importPKCS8(told.key, "RS256");
  const now = Math.floor(Date.now() / 1000);
  return await new jose.SignJWT({ scope: SCOPE, jti: randomUUID(), ...change })
    .setProtectedHeader({ alg: "RS256", kid: told.kid })
    .setAudience(issuer)
    .setIssuer(told.client_id)
    .setIssuedAt(now)
    .setExpirationTime(now + 120)
    .sign(key);
}

async function session(issuer) {
  const config = await client.discovery(
    new URL(issuer),
    told.client_id,
    undefined,
    client.None(),
    { algorithm: "oauth2", execute: [client.allowInsecureRequests] },
  );
  const server = config.serverMetadata();
  that(`${issuer} is the issuer that its metadata names`, server.issuer === issuer, server.issuer);
  const grant = { assertion: await assertion(issuer) };
  const given = await client.genericGrantRequest(config, GRANT, grant);
  that("a token is given for 120 seconds", given.expires_in === 120, given.expires_in);
  const keys = jose.createRemoteJWKSet(new URL(server.jwks_uri));
  const { payload } = await jose.jwtVerify(given.access_token, keys, {
    issuer,
    algorithms: ["RS256"],
  });
  that("the token is good by the published keys", payload.client_id === told.client_id, payload);
  that("it names the organisation", payload.consumer.ID === "0192:364926111", payload.consumer);
  const again = await client.genericGrantRequest(config, GRANT, grant).then(
    () => "a token",
    (error) => `${error.status} ${error.error}`,
  );
  that("the same grant is taken once", again === "400 invalid_grant", again);
  return given.access_token;
}

async function signed(token) {
  const answer = await fetch(`${told.krr}/rest/v1/personer`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/jose",
    },
    body: JSON.stringify({ personidentifikatorer: [told.person] }),
  });
  const text = await answer.text();
  that("a signed answer is given", answer.status === 200, `${answer.status} ${text}`);
  const type = answer.headers.get("content-type") ?? "";
  that("it says what it is", type.startsWith("application/jose"), type);
  const header = jose.decodeProtectedHeader(text);
  const leaf = new X509Certificate(Buffer.from(header.x5c[0], "base64"));
  const published = new X509Certificate(told.register);
  that("its certificate is the register's", leaf.fingerprint256 === published.fingerprint256);
  const { payload } = await jose.compactVerify(text, leaf.publicKey, { algorithms: ["RS256"] });
  const person = JSON.parse(new TextDecoder().decode(payload)).personer[0];
  that("it is signed, and about the person", person.personidentifikator === told.person, person);
}

let token;
for (const issuer of [told.root, told.below]) {
  const whole = issuer.endsWith("/") ? issuer : `${issuer}/`;
  token = (await attempt(`a session with ${whole}`, () => session(whole))) ?? token;
}
await attempt("a signed answer of the register", () => signed(token));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
