"""Runs a collection by newman, which prints its own summary."""

import json
import os
import subprocess

RUN_MAX_S = 120


def run_collection(work, collection, variables, environment=None):
    """The `run` of newman's report; a test that fails is in it, and no error here."""
    # It runs in that folder, whatever the paths were seen from.
    work, collection = work.resolve(), collection.resolve()
    report = work / f"{collection.stem}-report.json"
    report.unlink(missing_ok=True)
    command = ["node", "--no-deprecation", work / "node_modules/newman/bin/newman.js"]
    command += ["run", collection, "--color", "off", "--reporters", "cli,json"]
    command += ["--reporter-json-export", report]
    command += ["--timeout-request", "20000", "--reporter-cli-no-banner"]
    if environment:
        command += ["--environment", environment.resolve()]
    for name, value in variables.items():
        command += ["--env-var", f"{name}={value}"]
    subprocess.run(command, cwd=work, timeout=RUN_MAX_S, check=False, env=without_proxy())
    if not report.exists():
        raise RuntimeError(f"newman wrote no report of {collection.name}")
    return json.loads(report.read_text(encoding="utf-8"))["run"]


def without_proxy():
    """The server is on this machine, whatever proxy leads to the world."""
    names = {"http_proxy", "https_proxy", "all_proxy"}
    return {name: value for name, value in os.environ.items() if name.lower() not in names}
