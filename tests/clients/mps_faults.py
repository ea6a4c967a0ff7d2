"""Every fault of the Combo API, each for its documented reason, for `mps_life.py`."""

import uuid
from datetime import date, datetime

DAY = date(2026, 3, 27)
SIGNATURE = "%3CMSG" + "ab" * 60 + "%3E"


def all_of_them(life):
    """3000 to 3102, in the order of their numbers."""
    for scene in (unknown, used, unlike, signatures, span, strict, not_allowed, switched_off,
                  server):
        with life.checks.attempt(f"{life.source}: fault {scene.__name__}"):
            scene(life)


def unknown(life):
    somebody = str(uuid.uuid4())
    for operation in ("getShipmentStatus", "cancelShipment"):
        life.refused(f"{operation} of a shipment nobody sent", 3000, operation,
                     shipmentId=somebody)
    for operation in ("getTransactionStatus", "cancelTransaction"):
        life.refused(f"{operation} of a transaction nobody sent", 3001, operation,
                     transactionId=somebody)


def used(life):
    one = life.transaction("EFAKTURA", dueDate=DAY)
    body = life.body(one)
    life.call("addShipment", **body)
    life.refused("the same shipment again", 3002, "addShipment", **body)
    life.refused("a transaction again", 3003, "addShipment", **life.body(one))
    twin = life.transaction("EFAKTURA", dueDate=DAY)
    life.refused("one transaction twice", 3003, "addShipment", **life.body(twin, twin))
    life.refused("and a refused one leaves no trace", 3001, "getTransactionStatus",
                 transactionId=twin["transactionId"])


def unlike(life):
    """What a payment type needs and does not have."""
    claim = life.transaction("AVTALEGIRO", dueDate=DAY)
    plain = life.transaction("EFAKTURA", dueDate=DAY)
    both = life.transaction("EFAKTURA_AND_AVTALEGIRO", dueDate=DAY)
    cases = [("a claim without atgInfo", 3010, without(claim, "atgInfo")),
             ("both without atgInfo", 3010, without(both, "atgInfo")),
             ("an eFaktura without efakturaInfo", 3011, without(plain, "efakturaInfo")),
             ("both without efakturaInfo", 3011, without(both, "efakturaInfo")),
             ("a claim without KID", 3020, without(claim, "kid")),
             ("a claim that is a reminder", 3021, claim | {"documentType": "REMINDER"})]
    for what, code, one in cases:
        body = life.body(one)
        life.refused(what, code, "addShipment", **body)
        life.refused(f"{what} is not stored", 3000, "getShipmentStatus",
                     shipmentId=body["shipmentId"])


def signatures(life):
    life.refused("a signature made elsewhere", 3031, "validateSecuritySignature",
                 encryptedSignature=SIGNATURE)
    life.sandbox.arm("mps.validateSecuritySignature", {"fault": "3030"})
    life.refused("a signature that a scenario lets expire", 3030, "validateSecuritySignature",
                 encryptedSignature=SIGNATURE)


def span(life):
    life.refused("shipments of two months", 3040, "getShipments",
                 **{"from": datetime.fromisoformat("2026-01-01T00:00:00+01:00"),
                    "to": datetime.fromisoformat("2026-03-01T00:00:00+01:00")})


def strict(life):
    """3100 is said in profile `strict` only."""
    reminder = life.transaction("EFAKTURA", dueDate=DAY) | {"documentType": "REMINDER"}
    life.ship(reminder)
    reminder = life.transaction("EFAKTURA", dueDate=DAY) | {"documentType": "REMINDER"}
    life.sandbox.settings(profile="strict")
    try:
        life.refused("a reminder where only invoices are taken", 3100, "addShipment",
                     **life.body(reminder))
    finally:
        life.sandbox.settings(profile=None)


def not_allowed(life):
    """A user whose company sends eFaktura only."""
    issuer = life.sandbox.orgnr("midt-mobil")
    with life.signed_in(life.sandbox.login("midt-mobil")):
        life.refused("a claim of a user who may not send claims", 3101, "addShipment",
                     **life.body(life.transaction("AVTALEGIRO", dueDate=DAY), issuer=issuer))
        life.call("addShipment", **life.body(life.transaction("EFAKTURA", dueDate=DAY),
                                             issuer=issuer))


def switched_off(life):
    life.sandbox.settings(mps__mandate_lookup=False)
    try:
        life.refused("mandate look-up while it is switched off", 3102, "getAtgMandate",
                     kid="000002123453", creditAccount="86011117947")
    finally:
        life.sandbox.settings(mps__mandate_lookup=None)


def server(life):
    """The other typed fault, and what has no type."""
    from zeep.exceptions import Fault

    for name, expected in (("serverFault", ["ServerFault"]), ("soapFault", [])):
        life.sandbox.arm("mps.getBlackList", {"fault": name})
        try:
            life.call("getBlackList")
            life.that(f"{name} is raised", False, "was answered")
        except Fault as fault:
            detail = [] if fault.detail is None else list(fault.detail)
            life.equal(f"{name} has its detail", [it.tag.split("}")[-1] for it in detail], expected)
            life.that(f"{name} is the server's", fault.code.endswith("Server"), fault.code)


def without(one, name):
    return {key: value for key, value in one.items() if key != name}
