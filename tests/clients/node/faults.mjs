// Every fault of the Combo API, each for its documented reason and caught as a typed fault.
import { randomUUID } from "node:crypto";

const dueDate = "2026-04-27";
const SIGNATURE = { encryptedSignature: `%3CMSG${"ab".repeat(60)}%3E` };

async function unknown(combo) {
  for (const operation of ["getShipmentStatus", "cancelShipment"]) {
    await combo.refused(`${operation} of a shipment nobody sent`, 3000, operation,
      { shipmentId: randomUUID() });
  }
  for (const operation of ["getTransactionStatus", "cancelTransaction"]) {
    await combo.refused(`${operation} of a transaction nobody sent`, 3001, operation,
      { transactionId: randomUUID() });
  }
}

async function used(combo) {
  const one = combo.transaction("EFAKTURA", { dueDate });
  const body = combo.body(one);
  await combo.call("addShipment", body);
  await combo.refused("the same shipment again", 3002, "addShipment", body);
  await combo.refused("a transaction again", 3003, "addShipment", combo.body(one));
  const twin = combo.transaction("EFAKTURA", { dueDate });
  await combo.refused("one transaction twice", 3003, "addShipment", combo.body(twin, twin));
  await combo.refused("and a refused one leaves no trace", 3001, "getTransactionStatus",
    { transactionId: twin.transactionId });
}

async function unlike(combo) {
  const claim = combo.transaction("AVTALEGIRO", { dueDate });
  const plain = combo.transaction("EFAKTURA", { dueDate });
  const both = combo.transaction("EFAKTURA_AND_AVTALEGIRO", { dueDate });
  const without = (one, name) => {
    const { [name]: _, ...rest } = one;
    return rest;
  };
  for (const [what, code, one] of [
    ["a claim without atgInfo", 3010, without(claim, "atgInfo")],
    ["both without atgInfo", 3010, without(both, "atgInfo")],
    ["an eFaktura without efakturaInfo", 3011, without(plain, "efakturaInfo")],
    ["a claim without KID", 3020, without(claim, "kid")],
    ["a claim that is a reminder", 3021, { ...claim, documentType: "REMINDER" }]]) {
    const body = combo.body(one);
    await combo.refused(what, code, "addShipment", body);
    await combo.refused(`${what} is not stored`, 3000, "getShipmentStatus",
      { shipmentId: body.shipmentId });
  }
}

async function signatures(combo) {
  await combo.refused("a signature made elsewhere", 3031, "validateSecuritySignature", SIGNATURE);
  await combo.sandbox.arm("mps.validateSecuritySignature", "3030");
  await combo.refused("a signature that a scenario lets expire", 3030, "validateSecuritySignature",
    SIGNATURE);
}

async function span(combo) {
  await combo.refused("shipments of two months", 3040, "getShipments",
    { from: "2026-01-01T00:00:00+01:00", to: "2026-03-01T00:00:00+01:00" });
}

async function strict(combo) {
  const reminder = () => combo.body(
    combo.transaction("EFAKTURA", { dueDate, documentType: "REMINDER" }));
  await combo.call("addShipment", reminder());
  await combo.sandbox.settings({ profile: "strict" });
  await combo.refused("a reminder where only invoices are taken", 3100, "addShipment", reminder());
  await combo.sandbox.settings({ profile: null });
}

async function notAllowed(combo) {
  const issuer = await combo.sandbox.orgnr("midt-mobil");
  const claim = combo.body(combo.transaction("AVTALEGIRO", { dueDate }));
  await combo.signedIn(combo.sandbox.login("midt-mobil"), () => combo.refused(
    "a claim of a user who may not send claims", 3101, "addShipment", { ...claim, issuer }));
}

async function switchedOff(combo) {
  await combo.sandbox.settings({ "mps.mandate_lookup": false });
  await combo.refused("mandate look-up while it is switched off", 3102, "getAtgMandate",
    { kid: "000002123453", creditAccount: "86011117947" });
  await combo.sandbox.settings({ "mps.mandate_lookup": null });
}

async function server(combo) {
  await combo.sandbox.arm("mps.getBlackList", "serverFault");
  const typed = await combo.faultOf("getBlackList");
  combo.equal("the other typed fault", typed?.detail?.ServerFault?.messageIdentifier,
    combo.identifier());
  await combo.sandbox.arm("mps.getBlackList", "soapFault");
  const plain = await combo.faultOf("getBlackList");
  combo.equal("a fault without detail is the server's",
    [plain?.faultcode?.split(":").pop(), plain?.detail], ["Server", undefined]);
}

export const FAULTS = [unknown, used, unlike, signatures, span, strict, notAllowed, switchedOff,
  server];
