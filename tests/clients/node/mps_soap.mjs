// A real SOAP client (node soap) lives the whole life of MPS in a running Sandkasse.
//
//   node mps_soap.mjs --base http://127.0.0.1:PORT --bodies FILE [--official-wsdl PATH]
//
// Nothing here is written for the sandbox but its admin calls. With the official WSDL the Combo API
// is lived through a second time by a client made of that. Every body goes into FILE, a line of
// JSON each, where mps_schema.py holds it against the schemas.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { Caller } from "./caller.mjs";
import { Checks } from "./checks.mjs";
import { Combo } from "./combo.mjs";
import { FAULTS } from "./faults.mjs";
import { Sandbox } from "./sandbox.mjs";
import { Erp, Nets, Submitter } from "./siblings.mjs";

const COMBO = "/efaktura-atg-service/v1/";
const string = { type: "string" };
const options = { base: string, bodies: string, "official-wsdl": string };
const { values } = parseArgs({ options });
const base = values.base.replace(/\/$/, "");
const checks = new Checks();
writeFileSync(values.bodies, "");

const combos = [["node, served WSDL", "node-served", undefined]];
if (values["official-wsdl"]) {
  combos.push(["node, official WSDL", "node-official", values["official-wsdl"]]);
}
for (const [source, name, wsdl] of combos) {
  await checks.attempt(`${source}: the life runs to its end`, async () => {
    const sandbox = await Sandbox.make(base, name);
    const all = { checks, source, sandbox, path: COMBO, wsdl, bodies: values.bodies };
    const combo = await Caller.make(Combo, all);
    await combo.play([...combo.SCENES, ...FAULTS]);
  });
}
await checks.attempt("node: the sibling services run to their end", async () => {
  const sandbox = await Sandbox.make(base, "node-siblings");
  for (const [source, Kind, path] of [["node, ERP", Erp, "/invoicing-erp/v4/"],
    ["node, issuer via MPS", Nets, "/invoicing-nets-submitter/v1/"],
    ["node, submitter", Submitter, "/efaktura-submitter-service/v1/"]]) {
    const sibling = await Caller.make(Kind,
      { checks, source, sandbox, path, bodies: values.bodies });
    await sibling.play(sibling.SCENES);
  }
});
checks.finish();
