"""Thousands of bodies that are off by one thing, for `mps_bad_input.py`: the server and the schema
that it serves must agree on each. Every answer must be valid too.

Not among them, since the server is wiser than the schema or more patient: unknown attributes,
digits of other scripts, years of five digits, and amounts that no bank has.
"""

import copy

from lxml import etree

import soap
from sandbox import SESSION, TIMEOUT_S

ID = "abcdefab-2222-4333-8444-555555555555"
AUDIT = "<auditInformation><messageIdentifier>m-00001</messageIdentifier></auditInformation>"
NOTICE = ("<collectionNoticeNotification><email>a@b.no</email>"
          "<mobilePhone>+4791816528</mobilePhone></collectionNoticeNotification>")
TRANSACTION = (
    f"<transactions><transactionId>{ID}</transactionId>"
    "<paymentType>EFAKTURA_AND_AVTALEGIRO</paymentType><documentType>INVOICE</documentType>"
    "<kid>000002123453</kid><accountNumber>86011117947</accountNumber><amount>1234.50</amount>"
    "<dueDate>2026-03-20</dueDate><efakturaInfo><efakturaIdentifier>414360222</efakturaIdentifier>"
    "<minimumAmount>1.00</minimumAmount><brandName>Fjord</brandName>"
    f"<eFakturaUrl>https://faktura.example/</eFakturaUrl>{NOTICE}</efakturaInfo>"
    "<atgInfo><atgNotification>false</atgNotification><atgNotificationText>t</atgNotificationText>"
    "<atgAbbreviatedName>F</atgAbbreviatedName><atgExternalReference>r</atgExternalReference>"
    "</atgInfo></transactions>")
LOOK_UP = (
    "<getEfakturaIdentifiersKey><efakturaIdentifierKey>"
    "<efakturaIdentifier>414360222</efakturaIdentifier>"
    "<socialSecurityNumber>09091816528</socialSecurityNumber>"
    "<telephoneAlias>+4791816528</telephoneAlias><emailAlias>halgeir18@mpstest.no</emailAlias>"
    "<name><firstName>Halgeir</firstName><lastName>Underbakk</lastName></name>"
    "<address><addressLine1>Trollstigen 120</addressLine1><addressLine2>x</addressLine2>"
    "<postalCode>6486</postalCode><city>Orten</city><countryCode>NO</countryCode></address>"
    "<efakturaIssuer>304520817</efakturaIssuer><dateOfBirth>1918-09-09</dateOfBirth>"
    "<efakturaReferenceAndContentProvider><efakturaReference>r</efakturaReference>"
    "<contentProviderId>123456789</contentProviderId></efakturaReferenceAndContentProvider>"
    "</efakturaIdentifierKey></getEfakturaIdentifiersKey>")
INVOICES = (
    "<invoices><invoice><invoiceNumber>1</invoiceNumber>"
    "<efakturaIdentifier>414360222</efakturaIdentifier><documentType>INVOICE</documentType>"
    "<kid>000002123453</kid><accountNumber>86011117947</accountNumber><amount>1.00</amount>"
    "<dueDate>2026-03-20</dueDate><minimumAmount>1.00</minimumAmount><brandName>F</brandName>"
    f"<eFakturaUrl>https://faktura.example/</eFakturaUrl>{NOTICE}</invoice></invoices>")
RULE = ("<brandAgreementRule><accountNumber>86011117947</accountNumber>"
        "<customerReferencePosition>KID[1-6]</customerReferencePosition></brandAgreementRule>")
ISSUER = "<issuerId>363275370</issuerId>"
SIGNATURE = "<encryptedSignature>%3CMSGabc%3E</encryptedSignature>"

# What stands behind the audit information in a message that is well formed.
MESSAGES = {
    soap.COMBO: {
        "GetEfakturaIdentifiersRequest": LOOK_UP,
        "AddShipmentRequest": f"<shipmentId>{ID}</shipmentId><issuer>304520817</issuer>"
                              f"<transactions>{TRANSACTION}</transactions>",
        "GetShipmentStatusRequest": f"<shipmentId>{ID}</shipmentId>",
        "GetTransactionStatusRequest": f"<transactionId>{ID}</transactionId>",
        "GetAtgMandateRequest": "<kid>000002123453</kid><creditAccount>86011117947</creditAccount>",
        "CancelShipmentRequest": f"<shipmentId>{ID}</shipmentId>",
        "CancelTransactionRequest": f"<transactionId>{ID}</transactionId>",
        "ValidateSecuritySignatureRequest": SIGNATURE,
        "GetBlackListRequest": "",
        "GetShipmentsRequest": "<from>2026-03-02T00:00:00+01:00</from>"
                               "<to>2026-03-03T00:00:00+01:00</to>",
    },
    soap.ERP: {
        "createIssuer": f"{ISSUER}<name>n</name>"
                        f"<brandAgreementRules>{RULE}</brandAgreementRules>",
        "getIssuer": ISSUER,
        "addBrandAgreementRule": ISSUER + RULE,
        "deleteBrandAgreementRule": ISSUER + RULE,
        "getInvoiceStatus": f"{ISSUER}<invoiceNumber>1</invoiceNumber>",
        "deleteIssuer": ISSUER,
    },
    soap.NETS: {
        "addInvoices": "<serviceProvider>388542144</serviceProvider>"
                       f"<consignmentId>c</consignmentId>{INVOICES}{ISSUER}",
        "cancelInvoice": f"<transactionId>{ID}</transactionId>",
        "getCancellableInvoice": f"{ISSUER}<invoiceNumber>1</invoiceNumber>"
                                 "<kid>000002123453</kid><amount>1.00</amount>"
                                 "<dueDate>2026-03-20</dueDate>",
        "getEfakturaIdentifiers": LOOK_UP,
    },
    soap.SUBMITTER: {
        "addInvoices": "<senderInfo><consignmentId>123456789</consignmentId>"
                       "<commissionId>c</commissionId>"
                       f"<contentProviderId>123456789</contentProviderId>{ISSUER}</senderInfo>"
                       + INVOICES,
        "cancelConsignment": "<consignmentId>123456789</consignmentId>",
        "getConsignmentStatus": "<consignmentId>123456789</consignmentId>",
        "validateSecuritySignature": SIGNATURE,
    },
}

# At the edges of every type that the schemas have.
VALUES = [
    "", " ", "x", "0", "-1", "1.005", "1.500", ".5", "5.", "+1.00", "-0.00", "-0.01", "1e3", "NaN",
    "2026-02-30", "2026-03-20Z", "2026-03-20+15:00", "20260320", "2026-3-20", "0000-01-01",
    "2026-03-20T00:00:00", "2026-03-20T24:00:00", "2026-03-20T24:00:01",
    "2026-03-20T00:00:00.123456789012Z", "2026-03-20T10:00:60Z", "2026-03-20T10:00Z",
    "2026-03-20T10:00:00-14:00", "true", " 1 ", "TRUE", "yes", "123", "1234", "12345678",
    "123456789", "1234567890", "12345678901", "123456789012", "0" * 26, "12 45", "æøå", "a" * 11,
    "a" * 25, "a" * 26, "æ" * 30, "a" * 31, "a" * 32, "a" * 33, "æ" * 40, "a" * 41, "a" * 50,
    "a" * 51, "a" * 100, "a" * 101, "æ" * 255, "a" * 256, "a" * 3360, "a" * 3361, ID.upper(),
    ID.replace("-", ""), f" {ID}", "+", "+1234", "+12345", "+123456789012345", "+1234567890123456",
    "4712345678", "+47 12345678", "a@b.c", "a@b", "@b.c", "a@.c", "a@b.", "a@@b.c", "%3CMSG%3E",
    "%3CMSGx", "%3CMSG\nx%3E", "INVOICE", " INVOICE", "NO", "NOR", "KID[1-6]",
]


def judge(checks, sandbox):
    """One check a message: how many were sent, and where the two think otherwise."""
    for path, messages in MESSAGES.items():
        schema = soap.schema_of(soap.fetch_wsdl(sandbox.mps + path))
        for root, inner in messages.items():
            with checks.attempt(f"{root} off by one thing"):
                judge_one(checks, sandbox.mps + path, schema, root, whole(path, root, inner))


def whole(path, root, inner):
    return etree.fromstring(f'<v:{root} xmlns:v="{soap.HOST}{path}">{AUDIT}{inner}</v:{root}>')


def judge_one(checks, address, schema, root, message):
    checks.that(f"{root}: the message itself is valid", schema.validate(message), schema.error_log)
    sent, otherwise, invalid = 0, [], []
    for what, element in variations(message):
        body = (f'<s:Envelope xmlns:s="{soap.ENVELOPE}"><s:Body>'
                f"{etree.tostring(element, encoding='unicode')}</s:Body></s:Envelope>").encode()
        # As it comes out of its envelope at the other end.
        is_valid = schema.validate(soap.payload(body))
        answer = SESSION.post(address, data=body, timeout=TIMEOUT_S,
                              headers={"content-type": "text/xml; charset=utf-8"})
        is_taken = answer.headers.get("sandkasse-rule") not in ("MPS-SCHEMA", "MPS-ENVELOPE")
        sent += 1
        if is_taken != is_valid or answer.status_code not in (200, 500):
            verdict = "takes" if is_taken else "refuses"
            otherwise.append(f"{what}: the server {verdict} it with {answer.status_code}")
        detail = soap.payload(answer.content)
        if detail is not None and not schema.validate(detail):
            invalid.append(f"{what}: {schema.error_log}")
    service = address.rsplit("/", 3)[1]
    checks.that(f"{service} {root}: server and schema agree on {sent} bodies", not otherwise,
                "; ".join(otherwise[:5]))
    checks.that(f"{service} {root}: the answers to them are valid", not invalid,
                "; ".join(invalid[:5]))


def variations(message):
    """Copies with one thing changed, each with what it is."""
    places = [it for it in message.iter() if it is not message]
    for place, original in enumerate(places):
        tag = original.tag

        def changed(change):
            twin = copy.deepcopy(message)
            change([it for it in twin.iter() if it is not twin][place])
            return twin

        yield f"without {tag}", changed(lambda it: it.getparent().remove(it))
        yield f"{tag} twice", changed(lambda it: it.addnext(copy.deepcopy(it)))
        yield f"{tag} under another name", changed(lambda it: setattr(it, "tag", "other"))
        yield f"text behind {tag}", changed(lambda it: setattr(it, "tail", "text"))
        yield f"a comment behind {tag}", changed(lambda it: it.addnext(etree.Comment("c")))
        if original.getnext() is not None:
            yield f"{tag} and the next swapped", changed(lambda it: it.getnext().addnext(it))
        if len(original):
            yield f"{tag} empty", changed(lambda it: [it.remove(child) for child in list(it)])
            continue
        yield f"an element inside {tag}", changed(lambda it: etree.SubElement(it, "inner"))
        yield f"a comment inside {tag}", changed(commented)
        for value in VALUES:
            shown = value if len(value) < 40 else f"{value[:8]}… ({len(value)})"
            yield f"{tag} {shown!r}", changed(lambda it: setattr(it, "text", value))


def commented(element):
    comment = etree.Comment("c")
    comment.tail, element.text = element.text[2:], element.text[:2]
    element.append(comment)
