"""What the scripts of this folder share: a sandbox, its client of Maskinporten, and tokens."""

from pathlib import Path

from pymaskinporten import MaskinportenSecrets, request_maskinporten_token
from sandbox import Sandbox

COMPANY = "sandkasse-kommune"
KID = "sandkasse"


class World:
    """One sandbox, reached under its own prefix."""

    def __init__(self, base, name, keys):
        self.sandbox = Sandbox(base, name)
        self.root = f"{base.rstrip('/')}/s/{name}"
        self.issuer = f"{self.root}/maskinporten/"
        self.krr = f"{self.root}/krr"
        self.dpi = f"{self.root}/dpi"
        self.key = Path(keys, "maskinporten-client.key.pem").read_text()
        self.client_id = self.sandbox.about["credentials"][COMPANY]["maskinporten"]["client_id"]

    def secrets(self, scope, **other):
        given = {
            "PRIVATE_KEY": self.key,
            "MASKINPORTEN_CLIENT_ID": self.client_id,
            "KID": KID,
            "SCOPE": scope,
        }
        return MaskinportenSecrets(**(given | other))

    def token(self, scope, audience=None, **other):
        """A token as pymaskinporten gets it, and its life in seconds."""
        return request_maskinporten_token(
            config=self.secrets(scope, **other),
            token_url=self.issuer + "token",
            audience=audience or self.issuer,
        )

    def ssn(self, person):
        return self.sandbox.get(f"/people/{person}")["ssn"]
