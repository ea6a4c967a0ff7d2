"""A sandbox of one's own in a running server, and the admin API that steers it."""

import requests

# The server is on this machine, whatever proxy leads to the world.
SESSION = requests.Session()
SESSION.trust_env = False
TIMEOUT_S = 20
START = "2026-03-02T09:00:00+01:00"


class Sandbox:
    """One world under a name, made anew so that a second run finds what the first found."""

    def __init__(self, base, name, start=START, seed=7):
        self.base = base.rstrip("/")
        self.name = name
        self.admin = f"{self.base}/_sandbox/sandboxes/{name}"
        self.mps = f"{self.base}/s/{name}/mps"
        SESSION.delete(self.admin, timeout=TIMEOUT_S)
        self.about = self.put("", {"seed": seed, "start": start})

    def get(self, path, **query):
        return self.ask("GET", path, params=query)

    def put(self, path, body):
        return self.ask("PUT", path, json=body)

    def post(self, path, body):
        return self.ask("POST", path, json=body)

    def delete(self, path):
        return self.ask("DELETE", path)

    def ask(self, method, path, **request):
        answer = SESSION.request(method, self.admin + path, timeout=TIMEOUT_S, **request)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else None

    def advance(self, by):
        """Moves the clock, and everything that is due happens."""
        return self.post("/clock/advance", {"by": by})

    def until(self, instant):
        """Moves the clock to an instant or a stop with a name."""
        return self.post("/clock/set", {"to": instant})

    def settings(self, **values):
        """Changes settings; an underscore pair stands for the dot in their names."""
        named = {name.replace("__", "."): value for name, value in values.items()}
        return self.ask("PATCH", "/settings", json=named)

    def arm(self, operation, fault, **when):
        """Arms trouble for the next request that fits."""
        rule = {"on": operation, "then": fault, "times": 1}
        return self.post("/faults", rule | ({"when": when} if when else {}))

    def login(self, company):
        """User and password of a company at MPS."""
        keys = self.about["credentials"][company]
        return keys["mps_user"], keys["mps_password"]

    def orgnr(self, company):
        return self.get(f"/companies/{company}")["orgnr"]

    def last_exchange(self):
        """The newest exchange in the journal."""
        return self.get("/journal", kind="exchange", limit=1)["entries"][-1]
