"""Proves that two WSDLs describe the same interface, whatever their words and layout.

    python wsdl_same_interface.py --ours PATH --official PATH

Compared: names, messages, operations, bindings, SOAPActions, ports, policies and every type and
element of the schema with order, occurrence and facets. Not compared: documentation, comments,
prefixes, the order of declarations at the top level, the order of facets other than enumerations,
and the address, which names a host.
"""

import argparse
from pathlib import Path

from lxml import etree

from checks import Checks

WSDL = "http://schemas.xmlsoap.org/wsdl/"
XSD = "http://www.w3.org/2001/XMLSchema"
POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy"

# Attributes whose value is a name with a prefix, and so must be resolved before it is compared.
QNAME_ATTRIBUTES = {"type", "base", "ref", "element", "message", "binding", "itemType",
                    "substitutionGroup"}
# Elements that may be repeated; leaving an occurrence out means 1.
PARTICLES = {"element", "choice", "sequence", "all", "any", "group"}
# The facet whose order shows in generated code. That of the others means nothing.
ORDERED_FACET = f"{{{XSD}}}enumeration"


def main():
    """Reads the arguments, compares, prints."""
    arguments = argparse.ArgumentParser(description="Compares the interfaces of two WSDLs.")
    arguments.add_argument("--ours", type=Path, required=True)
    arguments.add_argument("--official", type=Path, required=True)
    options = arguments.parse_args()

    checks = Checks()
    with checks.attempt("both files can be read and compared"):
        compare(checks, interface(options.ours), interface(options.official))
    checks.finish()


def compare(checks, ours, official):
    """One check for each thing that either side declares."""
    for key in sorted(ours.keys() | official.keys()):
        if key not in official:
            checks.that(key, False, "only in ours")
        elif key not in ours:
            checks.that(key, False, "missing in ours")
        else:
            otherwise = first_difference(ours[key], official[key])
            checks.that(key, otherwise is None, otherwise)


def interface(path):
    """Everything a client can see, as a map from its name in words to a comparable tree."""
    root = etree.parse(str(path)).getroot()
    if root.tag != f"{{{WSDL}}}definitions":
        raise ValueError(f"{path}: expected wsdl:definitions, found {root.tag}")
    found = {
        "definitions: name and target namespace": canonical(shell(root)),
        "policies that are stated": [canonical(e) for e in root.findall(f"{{{POLICY}}}Policy")],
        "policies that are attached":
            [canonical(e) for e in root.iter(f"{{{POLICY}}}PolicyReference")],
    }

    def note(key, tree):
        if key in found:
            raise ValueError(f"{path}: declared twice: {key}")
        found[key] = tree

    for schema in root.iterfind(f"{{{WSDL}}}types/{{{XSD}}}schema"):
        note(f"schema {schema.get('targetNamespace')}: its defaults", canonical(shell(schema)))
        for child in declarations(schema):
            note(f"{local(child)} {child.get('name')}", canonical(child))
    for child in declarations(root):
        if local(child) in ("types", "Policy"):
            continue
        name = f"{local(child)} {child.get('name')}"
        if local(child) not in ("portType", "binding"):
            note(name, canonical(child))
            continue
        note(f"{name}: its frame", canonical(child, without="operation"))
        for operation in child.iterfind(f"{{{WSDL}}}operation"):
            note(f"{name}: operation {operation.get('name')}", canonical(operation))
    return found


def canonical(element, without=None):
    """A tree of tuples (tag, attributes, children) in which equal means the same to a client."""
    attributes = {name: resolve(element, name, value) for name, value in element.attrib.items()}
    if is_xsd(element) and local(element) in PARTICLES and not is_top_level(element):
        attributes.setdefault("minOccurs", "1")
        attributes.setdefault("maxOccurs", "1")
    if local(element) == "address":
        attributes.pop("location", None)
    children = [canonical(c) for c in declarations(element) if local(c) != without]
    if is_xsd(element) and local(element) == "restriction":
        ordered = [c for c in children if c[0] == ORDERED_FACET]
        children = sorted(c for c in children if c[0] != ORDERED_FACET) + ordered
    return (element.tag, tuple(sorted(attributes.items())), tuple(children))


def declarations(element):
    """The children that mean something: no comments, no documentation."""
    return [c for c in element
            if isinstance(c.tag, str) and local(c) not in ("documentation", "annotation")]


def shell(element):
    """The element alone, without what it holds."""
    return etree.Element(element.tag, dict(element.attrib), nsmap=element.nsmap)


def resolve(element, attribute, value):
    """A prefixed name in full, any other value as it stands."""
    if attribute not in QNAME_ATTRIBUTES:
        return value
    prefix, _, name = value.rpartition(":")
    namespace = element.nsmap.get(prefix or None)
    if prefix and namespace is None:
        raise ValueError(f"line {element.sourceline}: unknown prefix in {value!r}")
    return f"{{{namespace or ''}}}{name}"


def first_difference(ours, official, at=""):
    """Where two trees part, in words; nothing when they are equal."""
    if ours == official:
        return None
    if isinstance(ours, list):
        return f"ours {ours!r}, official {official!r}"
    here = f"{at}/{etree.QName(ours[0]).localname}{label(ours)}"
    if ours[:2] != official[:2]:
        return f"at {here}: ours {ours[:2]!r}, official {official[:2]!r}"
    for left, right in zip(ours[2], official[2]):
        if left != right:
            return first_difference(left, right, here)
    return f"at {here}: ours holds {len(ours[2])} elements, official {len(official[2])}"


def label(tree):
    """The name or value that tells this element from its brothers."""
    attributes = dict(tree[1])
    name = attributes.get("name") or attributes.get("value")
    return f"[{name}]" if name else ""


def is_xsd(element):
    return etree.QName(element).namespace == XSD


def is_top_level(element):
    parent = element.getparent()
    return parent is not None and parent.tag == f"{{{XSD}}}schema"


def local(element):
    return etree.QName(element).localname


if __name__ == "__main__":
    main()
