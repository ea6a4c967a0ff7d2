"""pymaskinporten, unchanged, gets tokens from us, is refused as the documentation says, and looks
people up with what it got."""

import argparse
import contextlib
import io
import os

import requests
from checks import Checks
from pymaskinporten import MaskinportenClient, MaskinportenTokenError
from pymaskinporten.cli import main as pymaskinporten
from world import COMPANY, KID, World

BOTH = "krr:global/kontaktinformasjon.read krr:global/digitalpost.read"
TIMEOUT_S = 20


def refused(checks, world, what, status, code, mp_code, scope=BOTH, **other):
    try:
        world.token(scope, **other)
        checks.that(what, False, "a token was given")
    except MaskinportenTokenError as error:
        said = str(error)
        fits = (error.status, error.code) == (status, code) and mp_code in said
        checks.that(what, fits, f"{error.status} {error.code}: {said}")


def tokens(checks, world):
    token, life = world.token(BOTH)
    checks.equal("a token lives 120 seconds", life, 120)
    checks.that("a token is a JSON web token", token.count(".") == 2, token[:40])
    client = MaskinportenClient(
        world.secrets(BOTH), token_url=world.issuer + "token", audience=world.issuer
    )
    checks.equal("the caching client asks once", client.get_token(), client.get_token())
    refused(checks, world, "a client that nobody registered is refused", 400, "invalid_grant",
            "MP-100", MASKINPORTEN_CLIENT_ID="nobody")
    refused(checks, world, "the token end point is no audience", 400, "invalid_grant", "MP-110",
            audience=world.issuer + "token")
    refused(checks, world, "a scope that is not registered is refused", 400, "invalid_scope",
            "MP-200", scope="krr:global/everything")
    refused(checks, world, "a key that nobody registered is refused", 400, "invalid_grant", "",
            KID="unknown")
    return token


def doctor(checks, world):
    """Its own check of a set-up, as a person runs it."""
    given = {
        "PRIVATE_KEY": world.key,
        "MASKINPORTEN_CLIENT_ID": world.client_id,
        "KID": KID,
        "SCOPE": BOTH,
    }
    os.environ.update(given)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = pymaskinporten(
            ["doctor", "--token-url", world.issuer + "token", "--audience", world.issuer]
        )
    checks.that("`pymaskinporten doctor` finds nothing wrong", code == 0, out.getvalue())


def look_ups(checks, world, token):
    bearer = {"Authorization": f"Bearer {token}"}
    people = ["bjorg", "bodil", "reserved-in-krr", "deleted-in-krr"]
    numbers = {person: world.ssn(person) for person in people}

    def ask(version, numbers, headers=bearer):
        return requests.post(f"{world.krr}/rest/{version}/personer", headers=headers,
                             json={"personidentifikatorer": numbers}, timeout=TIMEOUT_S)

    answer = ask("v2", list(numbers.values()))
    checks.equal("a look-up is answered", answer.status_code, 200)
    found = {row["personidentifikator"]: row for row in answer.json()["personer"]}
    bjorg, bodil = found[numbers["bjorg"]], found[numbers["bodil"]]
    checks.equal("Bjørg's mailbox is at Digipost",
                 bjorg["digital_post"]["postkasseleverandoeradresse"], "984661185")
    checks.equal("Bodil's mailbox is at e-Boks",
                 bodil["digital_post"]["postkasseleverandoeradresse"], "922020175")
    checks.that("a mailbox has its certificate", bool(bjorg.get("sertifikat")), str(bjorg))
    reserved = found[numbers["reserved-in-krr"]]
    checks.equal("somebody is reserved", reserved["reservasjon"], "JA")
    checks.equal("and cannot be notified", reserved["varslingsstatus"], "KAN_IKKE_VARSLES")
    checks.equal("somebody is deleted", found[numbers["deleted-in-krr"]]["status"], "SLETTET")
    checks.equal("nobody at all is refused", ask("v2", []).status_code, 400)
    number = numbers["bjorg"]
    checks.equal("1001 people are refused", ask("v2", [number] * 1001).status_code, 400)
    none = ask("v2", [number], headers={})
    checks.equal("without a token, nothing", none.status_code, 401)
    challenge = none.headers.get("WWW-Authenticate", "")
    checks.that("and it is said how", challenge.startswith("Bearer"), challenge)
    world.sandbox.advance("PT2M")
    checks.equal("a token ends after two minutes of the sandbox", ask("v2", [number]).status_code, 401)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--keys", required=True)
    given = parser.parse_args()
    checks = Checks()
    world = World(given.base, "pymaskinporten", given.keys)
    checks.that("the municipality has a client", bool(world.client_id), COMPANY)
    with checks.attempt("pymaskinporten gets tokens"):
        token = tokens(checks, world)
    with checks.attempt("pymaskinporten doctor"):
        doctor(checks, world)
    with checks.attempt("looking people up"):
        look_ups(checks, world, token)
    checks.finish()


if __name__ == "__main__":
    main()
