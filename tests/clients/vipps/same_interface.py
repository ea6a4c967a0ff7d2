"""Compares the served descriptions with the official swagger files of the same version.

Every operation, parameter, status, body and shape of the one must be in the other. What differs on
purpose stands below, each with its reason; anything else is a finding.
"""

import argparse
import json
import pathlib

from world import ask

from checks import Checks

# Statuses that the service cannot do without and the swagger files lack.
NEEDED = {"400", "403", "405", "413", "500"}
# Words for people are ours, and examples need not be the same.
WORDS = {"description", "example", "examples", "title"}
# In the description security schemes say it: OpenAPI 3 takes no such parameter.
BY_SECURITY = {"Authorization"}
# The gateway's own shape is in no swagger file; what the two files have apart is in both of ours.
ONLY_OURS = {"GatewayError", "Problem"}
# The swagger files name members of every kind of key, private ones too; these are of RSA keys.
RSA = {"kty", "kid", "alg", "use", "e", "n", "x5t", "x5t#S256"}


def bare(value):
    """A shape without words, and with references of one kind."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return {"$ref": value["$ref"].rsplit("/", 1)[-1]}
    # A property may be called like a word for people.
    return {
        name: {key: bare(it) for key, it in inner.items()} if name == "properties" else bare(inner)
        for name, inner in value.items()
        if name not in WORDS
    }


def official_shape(name, shape):
    shape = bare(shape)
    if name == "JsonWebKey":
        shape["properties"] = {key: it for key, it in shape["properties"].items() if key in RSA}
    if name == "invoiceOut":
        # The IPP file wraps problems of an invoice; what was served never did, says its change log.
        shape["properties"]["status"]["properties"]["problems"]["items"] = {"$ref": "Problem"}
    if name == "Error":
        # A shape of its own in one of the files, and the same.
        shape["properties"]["error"].pop("title", None)
    if "required" in shape:
        shape["required"] = sorted(shape["required"])
    return shape


def our_shape(shape):
    shape = bare(shape)
    if "required" in shape:
        shape["required"] = sorted(shape["required"])
    return shape


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def official_parameters(operation):
    found = {}
    for it in operation.get("parameters", []):
        if it["in"] == "body" or it["name"] in BY_SECURITY:
            continue
        schema = {key: it[key] for key in ["type", "enum", "pattern", "default"] if key in it}
        found[it["name"]] = (it["in"], it.get("required", False), schema)
    return found


def our_parameters(operation):
    found = {}
    for it in operation.get("parameters", []):
        schema = bare(it["schema"])
        # In the swagger file it stands in a sentence.
        schema.pop("maxLength", None)
        found[it["name"]] = (it["in"], it["required"], schema)
    return found


def official_body(operation):
    bodies = [it for it in operation.get("parameters", []) if it["in"] == "body"]
    return bare(bodies[0]["schema"]) if bodies else None


def our_body(operation):
    body = operation.get("requestBody")
    return bare(body["content"]["application/json"]["schema"]) if body else None


def good(answers, official):
    found = {}
    for status, answer in answers.items():
        if status.startswith("2"):
            content = answer if official else answer.get("content", {}).get("application/json", {})
            found[status] = bare(content.get("schema"))
    return found


def compare(checks, name, official, ours):
    theirs, mine = dict(operations(official)), dict(operations(ours))
    checks.equal(f"{name}: operations", sorted(mine), sorted(theirs))
    checks.equal(f"{name}: base path", ours["servers"][0]["url"], official["basePath"])
    for key in theirs.keys() & mine.keys():
        one, other = theirs[key], mine[key]
        checks.equal(f"{name}: {key}: id", other.get("operationId"), one.get("operationId"))
        checks.equal(f"{name}: {key}: parameters", our_parameters(other), official_parameters(one))
        checks.equal(f"{name}: {key}: body", our_body(other), official_body(one))
        answers = good(other["responses"], False)
        checks.equal(f"{name}: {key}: good answers", answers, good(one["responses"], True))
        lacking = one["responses"].keys() - other["responses"].keys()
        checks.equal(f"{name}: {key}: statuses that we lack", lacking, set())
        added = other["responses"].keys() - one["responses"].keys()
        checks.equal(f"{name}: {key}: statuses without need", added - NEEDED, set())
    shapes, written = official["definitions"], ours["components"]["schemas"]
    checks.equal(f"{name}: shapes", written.keys() - ONLY_OURS, shapes.keys() - ONLY_OURS)
    for shape in shapes.keys() & written.keys():
        wanted = official_shape(shape, shapes[shape])
        checks.equal(f"{name}: shape of {shape}", our_shape(written[shape]), wanted)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--specs", required=True, type=pathlib.Path, help="official contracts")
    arguments = parser.parse_args()
    checks = Checks()
    for name in ["isp", "ipp"]:
        text = (arguments.specs / f"vipps/swagger-{name}.json").read_text(encoding="utf-8")
        ours = ask("GET", f"{arguments.base}/_sandbox/descriptions/vipps-{name}.json").json()
        compare(checks, name, json.loads(text), ours)
    checks.finish()


if __name__ == "__main__":
    main()
