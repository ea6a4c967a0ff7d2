// The whole life of the Combo API: shipments of all payment types through days of moved time.
import { generateKeyPairSync, randomUUID } from "node:crypto";

import soap from "soap";

import { Caller, many } from "./caller.mjs";

const ACCOUNT = "86011117947";
const HALGEIR = "414360222";
const BJORG = "207080383";
const KID = "000002123453";
const NOTICE_KID = "000011123452";
const NO_MANDATE_KID = "000001123454";
const NO_CLAIM = "NOT_AN_ATG_TRANSACTION";
const NO_EFAKTURA = "NOT_AN_EFAKTURA_TRANSACTION";
const TRY_LATER = "PROCESSING_IN_PROGRESS-TRY_LATER";
const REQUESTED = "CANCELLATION_REQUESTED";
const KINDS = ["EFAKTURA", "EFAKTURA_AND_AVTALEGIRO", "EFAKTURA_AND_EXTERNAL_AVTALEGIRO",
  "AVTALEGIRO"];

export class Combo extends Caller {
  SCENES = [this.describes, this.looksUp, this.mandates, this.fourKinds, this.handOver,
    this.takenBack, this.notValid, this.users, this.signedMessage, this.signatures, this.blackList,
    this.shipments, this.cutOff];

  /** A transaction to Halgeir with everything that its payment type needs, in schema order. */
  transaction(paymentType, changes = {}) {
    const one = { transactionId: randomUUID(), paymentType, documentType: "INVOICE", kid: KID,
      accountNumber: ACCOUNT, amount: "1234.50", dueDate: "2026-03-20" };
    if (paymentType !== "AVTALEGIRO") {
      one.efakturaInfo = { efakturaIdentifier: HALGEIR, brandName: "Fjord Energi",
        eFakturaUrl: "https://faktura.example/vis?a=1&b=2" };
    }
    if (paymentType.endsWith("AVTALEGIRO") && !paymentType.includes("EXTERNAL")) {
      one.atgInfo = { atgNotification: false, atgNotificationText: "Strøm i februar",
        atgAbbreviatedName: "FJORD", atgExternalReference: "F-1" };
    }
    return { ...one, ...changes };
  }

  body(...transactions) {
    return { shipmentId: randomUUID(), issuer: this.issuer, transactions: { transactions } };
  }

  /** Sends a shipment and returns its id. */
  async ship(...transactions) {
    const body = this.body(...transactions);
    const taken = Number((await this.call("addShipment", body)).noOfTransactions);
    if (taken !== transactions.length) {
      this.equal("transactions taken", taken, transactions.length);
    }
    return body.shipmentId;
  }

  async status({ transactionId }) {
    return (await this.call("getTransactionStatus", { transactionId })).transactionStatus;
  }

  async legs(one) {
    const found = await this.status(one);
    return [found.efakturaTransactionStatus.status, found.atgTransactionStatus.status];
  }

  async cancelled(when, { transactionId }, expected) {
    const found = await this.call("cancelTransaction", { transactionId });
    this.equal(`taking back ${when}`, [found.efakturaStatus, found.atgStatus], expected);
    return found;
  }

  /** The claim goes back step by step, 5 seconds each. */
  async steps(when, one, expected) {
    const found = [];
    for (const _ of expected) {
      if (found.length > 0) {
        await this.sandbox.advance("PT5S");
      }
      found.push((await this.legs(one))[1]);
    }
    const words = expected.map((word) => `CANCELLATION_${word}`);
    this.equal(`the steps of taking back ${when}`, found, words);
  }

  async describes() {
    this.issuer = await this.sandbox.orgnr("fjord-energi");
    this.equal("the WSDL has ten operations", this.operations.length, 10);
  }

  async looksUp() {
    const efakturaIdentifierKey = [
      { socialSecurityNumber: "09091816528", efakturaIssuer: this.issuer },
      { efakturaIdentifier: BJORG }, { efakturaIdentifier: "999999999" }];
    const answer = await this.call("getEfakturaIdentifiers",
      { getEfakturaIdentifiersKey: { efakturaIdentifierKey } });
    const found = many(answer.getEfakturaIdentifiersResponse.efakturaIdentifierResponse);
    this.equal("look-up: who says yes to all", found.map((it) => it.autoAcceptEfaktura),
      [true, false, false]);
    this.equal("look-up: identifiers", found.map((it) => it.efakturaIdentifier),
      [HALGEIR, BJORG, undefined]);
    this.equal("look-up: an issuer that is asked for is answered for",
      found[0].issuerResponse.blockedByReceiver, false);
    this.equal("look-up: results", found.map((it) => it.responseResult),
      ["UNIQUE_RECEIVER_FOUND", "UNIQUE_RECEIVER_FOUND", "RECEIVER_NOT_FOUND"]);
  }

  async mandates() {
    const ask = async (kid) => (await this.call("getAtgMandate", { kid, creditAccount: ACCOUNT }))
      .mandate;
    this.equal("a mandate with notice", { ...await ask(KID) },
      { kid: KID, creditAccount: ACCOUNT, notification: true });
    this.equal("a mandate without notice", (await ask("000003123452")).notification, false);
    this.equal("no mandate is no fault, and no element", await ask(NO_MANDATE_KID), undefined);
  }

  async fourKinds() {
    this.sent = KINDS.map((kind) => this.transaction(kind));
    Object.assign(this.sent[3], { kid: NOTICE_KID, dueDate: "2026-03-10" });
    this.first = await this.ship(...this.sent);
    for (const [when, by, efaktura, claim] of [
      ["at once", null, "IN_PROGRESS", "IN_PROGRESS"],
      ["after 5 s", "PT5S", "ACCEPTED", "RECEIVED"],
      ["after 10 s", "PT5S", "ACCEPTED", "PROCESSING"],
      ["after 15 s", "PT5S", "ACCEPTED", "PROCESSED"]]) {
      if (by) {
        await this.sandbox.advance(by);
      }
      const found = [];
      for (const one of this.sent) {
        found.push(await this.legs(one));
      }
      this.equal(`four kinds ${when}`, found, [[efaktura, NO_CLAIM], [efaktura, claim],
        [efaktura, "EXTERNAL_ATG"], [NO_EFAKTURA, claim]]);
      const all = await this.call("getShipmentStatus", { shipmentId: this.first });
      this.equal(`their shipment ${when}`, [all.efakturaShipmentStatus, all.atgShipmentStatus],
        [by ? "PROCESSED" : "IN_PROGRESS", claim]);
      this.equal(`their shipment ${when} counts`, [all.transactionCount,
        all.efakturaTransactionCount, all.atgTransactionCount], [4, 3, 2]);
      this.equal(`their shipment ${when} tells of transactions`,
        many(all.transactionsStatuses?.transactionStatus).length, by ? 4 : 0);
    }
    for (const { transactionId, paymentType, kid } of this.sent) {
      const { transaction } = await this.call("getTransactionStatus", { transactionId });
      this.equal(`${paymentType} comes back as it was sent`, [transaction.paymentType,
        transaction.kid, transaction.atgInfo?.atgNotificationText],
      [paymentType, kid, this.sent.find((it) => it.transactionId === transactionId).atgInfo
        ?.atgNotificationText]);
    }
  }

  async handOver() {
    const [, both, , claim] = this.sent;
    await this.sandbox.until("2026-03-02T16:59:59+01:00");
    this.equal("before 17:00 the claims wait", (await this.legs(both))[1], "PROCESSED");
    await this.sandbox.until("2026-03-02T17:00:00+01:00");
    for (const one of [both, claim]) {
      this.equal("at 17:00 of a bank day they go to the banks", (await this.legs(one))[1],
        "SENT_TO_BDS");
    }
    await this.sandbox.until("2026-03-07T09:00:00+01:00");
    const late = this.transaction("AVTALEGIRO", { dueDate: "2026-03-24" });
    await this.ship(late);
    await this.sandbox.until("2026-03-09T09:00:00+01:00");
    this.equal("a weekend hands nothing over", (await this.legs(late))[1], "PROCESSED");
  }

  async takenBack() {
    const one = this.transaction("EFAKTURA_AND_AVTALEGIRO", { dueDate: "2026-03-23" });
    const shipmentId = await this.ship(one);
    await this.cancelled("at once", one, [TRY_LATER, TRY_LATER]);
    await this.sandbox.advance("PT20S");
    const found = await this.call("cancelShipment", { shipmentId });
    this.equal("a shipment before the hand-over", [found.efakturaStatus, found.atgStatus],
      [REQUESTED, REQUESTED]);
    await this.steps("before the hand-over", one,
      ["RECEIVED", "VALIDATED", "PROCESSING", "PROCESSED"]);
    this.equal("its eFaktura is gone", (await this.legs(one))[0], "CANCELLED");
    await this.cancelled("twice", one, ["ALREADY_CANCELLED", REQUESTED]);
    const [plain, both] = this.sent;
    await this.cancelled("after the hand-over", both, [REQUESTED, REQUESTED]);
    await this.steps("after the hand-over", both,
      ["RECEIVED", "VALIDATED", "PROCESSING", "SENT_TO_BDS", "ACCEPTED_BY_BDS"]);
    await this.cancelled("a plain eFaktura", plain, [REQUESTED, NO_CLAIM]);
  }

  async notValid() {
    const dueDate = "2026-03-26";
    const toBjorg = this.transaction("EFAKTURA", { dueDate });
    toBjorg.efakturaInfo.efakturaIdentifier = BJORG;
    const noMandate = this.transaction("EFAKTURA_AND_AVTALEGIRO",
      { dueDate, kid: NO_MANDATE_KID });
    const holiday = this.transaction("AVTALEGIRO", { dueDate: "2026-04-02" });
    await this.ship(toBjorg, noMandate, holiday);
    await this.sandbox.advance("PT15S");
    let found = (await this.status(toBjorg)).efakturaTransactionStatus;
    this.equal("to one who wants no eFaktura", found.status, "REJECTED");
    this.that("with code and words", found.rejectionCode && found.rejectionText);
    found = await this.status(noMandate);
    this.equal("without a mandate the eFaktura goes and the claim does not",
      [found.efakturaTransactionStatus.status, found.atgTransactionStatus.status],
      ["ACCEPTED", "REJECTED"]);
    this.that("with code and words as well",
      found.atgTransactionStatus.code && found.atgTransactionStatus.text);
    this.equal("due on Maundy Thursday", (await this.legs(holiday))[1], "PROCESSED_WITH_WARNING");
  }

  async users() {
    const [user, password] = this.sandbox.login("fjord-energi");
    for (const kind of ["PasswordText", "PasswordDigest"]) {
      for (const [who, login, isRight] of [["the right user", [user, password], true],
        ["a wrong password", [user, "wrong"], false],
        ["a user nobody has", ["nobody", password], false]]) {
        await this.signedIn(login, async () => {
          const fault = await this.faultOf("getBlackList");
          const isRefused = fault?.faultstring.includes("FailedAuthentication") ?? false;
          this.equal(`UsernameToken with ${kind}, ${who}: is refused`, isRefused, !isRight);
        }, kind);
      }
    }
    await this.sandbox.settings({ "mps.security": "enforce" });
    const fault = await this.faultOf("getBlackList");
    this.that("no user, where one is demanded", fault?.faultstring.includes("FailedAuth"));
    await this.sandbox.settings({ "mps.security": null });
  }

  /** A message signed with a key instead of a password is borne. */
  async signedMessage() {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" } });
    this.client.setSecurity(new soap.WSSecurityCert(privateKey, publicKey, ""));
    const fault = await this.faultOf("getBlackList");
    this.client.setSecurity(null);
    this.that("the client signed", this.client.lastRequest.includes("SignatureValue"));
    this.that("the client demanded that it be understood",
      this.client.lastRequest.includes("mustUnderstand"));
    this.equal("a signed message is let in", fault, null);
  }

  /** The netbank hands out a signed address, whose signature holds for 15 minutes. */
  async signatures() {
    const one = this.transaction("EFAKTURA", { dueDate: "2026-04-27" });
    await this.ship(one);
    await this.sandbox.advance("PT15S");
    const inbox = await this.sandbox.ask("GET", "/people/halgeir/invoices");
    const { signed_url: url } = inbox.find((it) => JSON.stringify(it).includes(
      one.transactionId));
    const encryptedSignature = url.slice(url.indexOf("%3CMSG"));
    const found = await this.call("validateSecuritySignature", { encryptedSignature });
    this.that("a genuine signature opens", found.decryptedSignature.includes(one.transactionId),
      found.decryptedSignature);
    await this.sandbox.advance("PT16M");
    await this.refused("a signature of 16 minutes ago", 3030, "validateSecuritySignature",
      { encryptedSignature });
  }

  async blackList() {
    const answer = await this.call("getBlackList");
    const listed = many(answer.blackListResponses.blackListResponseType);
    const stopped = await this.sandbox.orgnr("stengt-stroem");
    this.that("the black list names stengt-stroem", listed.some((it) => it.identifier === stopped));
  }

  async shipments() {
    const found = await this.call("getShipments",
      { from: "2026-03-02T00:00:00+01:00", to: "2026-03-02T12:00:00+01:00" });
    const listed = many(found.shipmentsResponses?.shipmentsResponseType);
    this.equal("shipments of the first day",
      [found.numberOfShipmentsFound, listed.map((it) => it.id)], [1, [this.first]]);
  }

  async cutOff() {
    const claim = this.sent[3];
    const late = this.transaction("AVTALEGIRO", { dueDate: "2026-03-31" });
    const later = this.transaction("AVTALEGIRO", { dueDate: "2026-04-08" });
    await this.ship(late, later);
    await this.sandbox.until("2026-03-30T13:59:59+02:00");
    await this.cancelled("a second before the cut-off", late, [NO_EFAKTURA, REQUESTED]);
    await this.steps("a second before the cut-off", late,
      ["RECEIVED", "VALIDATED", "PROCESSING", "SENT_TO_BDS", "ACCEPTED_BY_BDS"]);
    const found = await this.cancelled("weeks after the cut-off", claim,
      [NO_EFAKTURA, "NOT_ALLOWED"]);
    this.that("the answer has words about 14:00", found.atgCancellationMessage?.includes("14:00"));
    await this.sandbox.until("2026-04-07T14:00:00+02:00");
    await this.cancelled("on the stroke of the cut-off", later, [NO_EFAKTURA, "NOT_ALLOWED"]);
  }
}
