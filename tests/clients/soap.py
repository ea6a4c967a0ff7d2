"""What the SOAP scripts share: envelopes taken apart, schemas taken out of a WSDL, a wire that
remembers."""

import copy

from lxml import etree
from zeep.helpers import serialize_object
from zeep.transports import Transport

from sandbox import SESSION, TIMEOUT_S

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XSD = "http://www.w3.org/2001/XMLSchema"
HOST = "https://efaktura-services.nets.no"

# Path below the sandbox's MPS, and with the host in front the target namespace.
COMBO = "/efaktura-atg-service/v1/"
ERP = "/invoicing-erp/v4/"
NETS = "/invoicing-nets-submitter/v1/"
SUBMITTER = "/efaktura-submitter-service/v1/"


class RecordingTransport(Transport):
    """zeep's own transport, which also keeps what went and what came, byte for byte."""

    def __init__(self):
        super().__init__(session=SESSION, timeout=TIMEOUT_S, operation_timeout=TIMEOUT_S)
        self.exchanges = []

    def post(self, address, message, headers):
        response = super().post(address, message, headers)
        self.exchanges.append((message, response))
        return response


def given(value):
    """A zeep value as plain data, without what is absent."""
    plain = serialize_object(value, dict)

    def pruned(node):
        if isinstance(node, dict):
            return {name: pruned(child) for name, child in node.items() if child is not None}
        return node

    return pruned(plain)


def fetch_wsdl(address):
    """The description that the server serves, as an element."""
    answer = SESSION.get(f"{address}?wsdl", timeout=TIMEOUT_S)
    answer.raise_for_status()
    return etree.fromstring(answer.content)


def schema_file(path):
    """The XML schema inside the WSDL of a file."""
    return schema_of(etree.parse(str(path)).getroot())


def schema_of(wsdl):
    """The XML schema inside a WSDL, with the prefixes that the WSDL's root declares."""
    inside = wsdl.find(f".//{{{XSD}}}schema")
    if inside is None:
        raise ValueError("the WSDL holds no xsd:schema")
    # A schema must stand alone: prefixes used inside attribute values are otherwise lost.
    alone = etree.Element(inside.tag, dict(inside.attrib), nsmap=inside.nsmap)
    alone.extend(copy.deepcopy(child) for child in inside)
    return etree.XMLSchema(etree.fromstring(etree.tostring(alone)))


def validate(checks, source, exchanges, schema, whose):
    """Every body sent and received is an envelope with one valid element in it."""
    for number, (request, response) in enumerate(exchanges, start=1):
        for direction, document in (("request", request), ("response", response)):
            what = f"{source}: {direction} {number} is valid by {whose} schema"
            with checks.attempt(what):
                element = payload(document)
                if element is None:
                    checks.that(f"{what} (a fault without detail)", direction == "response")
                    continue
                name = etree.QName(element).localname
                checks.that(f"{what} ({name})", schema.validate(element), str(schema.error_log))


def payload(document):
    """The element that the schema speaks about: in the body, or in a fault's detail. None for a
    fault without detail, of which no schema speaks."""
    if isinstance(document, str):
        document = document.encode()
    body = etree.fromstring(document).find(f"{{{ENVELOPE}}}Body")
    if body is None:
        raise ValueError("no SOAP 1.1 body")
    found = payloads(body)
    if len(found) == 1 and found[0].tag == f"{{{ENVELOPE}}}Fault":
        detail = found[0].find("detail")
        if detail is None:
            return None
        found = payloads(detail)
    if len(found) != 1:
        raise ValueError(f"expected one element, found {[e.tag for e in found]}")
    # Out of its envelope, so that the schema sees it as a document of its own.
    return etree.fromstring(etree.tostring(found[0], with_tail=False))


def payloads(parent):
    """The child elements, without comments; none when there is no parent."""
    return [] if parent is None else [c for c in parent if isinstance(c.tag, str)]


def kid(reference):
    """A KID with its MOD10 control digit."""
    total = 0
    for place, digit in enumerate(reversed(reference)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return reference + str(-total % 10)
