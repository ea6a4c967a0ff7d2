"""Runs the image as the README tells users to, looks at it from outside, and measures it.

    python3 image.py --image NAME --work DIR -- ENGINE [OPTION…]

ENGINE is podman with the options that come before its verb. Has to run as root on the machine that
runs the container, because the system's own words on the process are what is checked.
"""

import argparse
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The lines that say what holds are the same for all scripts that test a running server.
sys.path.insert(0, str(ROOT / "tests" / "clients"))

from checks import Checks  # noqa: E402

NAME = "sandkasse-under-test"
USER = 65532
STARTS = 5
START_WAIT_S = 30
STOP_MAX_S = 8
MIB = 1024 * 1024
# Generous: they catch a shell that slipped in or a lost symbol strip, not the code of one more
# service. A base image of a system alone has 75 MiB.
SIZE_MAX_MIB = 32
RESIDENT_MAX_MIB = 15

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Engine:
    """podman, and the one container that is looked at."""

    def __init__(self, command, image):
        self.command = command
        self.image = image
        self.token = secrets.token_hex(16)
        self.port = 0

    def do(self, *arguments, check=True):
        """Runs one verb and gives what it printed."""
        run = subprocess.run(
            [*self.command, *arguments], capture_output=True, text=True, check=False, timeout=120
        )
        if check and run.returncode != 0:
            raise RuntimeError(f"{arguments[0]} ends with {run.returncode}: {run.stderr[-500:]}")
        return run

    def inspect(self, kind, name):
        return json.loads(self.do(kind, "inspect", name).stdout)[0]

    def start(self):
        """Starts a container; gives the milliseconds to its first good answer."""
        self.port = free_port()
        began = time.monotonic()
        run = subprocess.Popen(
            [
                *self.command, "run", "--detach", "--name", NAME, "--read-only",
                "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "128m",
                # Both limits are higher than a boxed-in root may set unless they are named.
                "--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096",
                # No bridge where the machine itself is boxed in; so the port has to be a free one.
                "--network", "host",
                "--env", f"SANDKASSE_LISTEN=0.0.0.0:{self.port}",
                "--env", f"SANDKASSE_ADMIN_TOKEN={self.token}",
                self.image,
            ],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            answered = wait_until_up(self.base(), began)
        except TimeoutError as trouble:
            _, said = run.communicate(timeout=60)
            logs = self.do("logs", NAME, check=False)
            raise RuntimeError(f"{trouble}; {said} {logs.stdout} {logs.stderr}") from trouble
        run.communicate(timeout=60)
        return answered

    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def remove(self):
        self.do("rm", "--force", NAME, check=False)


def main():
    arguments = argparse.ArgumentParser(description="Runs and measures the image.")
    arguments.add_argument("--image", required=True)
    arguments.add_argument("--work", required=True, type=Path, help="a folder to write into")
    arguments.add_argument("engine", nargs="+")
    options = arguments.parse_args()
    engine = Engine(options.engine, options.image)
    checks = Checks()
    numbers = []
    try:
        with checks.attempt("the image can be looked at"):
            numbers.append(image(checks, engine))
        with checks.attempt("the container's life runs to its end"):
            numbers += life(checks, engine)
        with checks.attempt("the starts can be measured"):
            numbers += starts(checks, engine, options.work)
    finally:
        engine.remove()
    print("\nmeasured:")
    for what, found in numbers:
        print(f"  {what:<58} {found}")
    checks.finish()


def image(checks, engine):
    """What the image says of itself."""
    found = engine.inspect("image", engine.image)
    config = found["Config"]
    checks.equal("the image names its user by number", config.get("User"), f"{USER}:{USER}")
    checks.equal("the image names its port", list(config.get("ExposedPorts", {})), ["8080/tcp"])
    checks.equal("the image stops by SIGTERM", config.get("StopSignal"), "SIGTERM")
    checks.equal("the image starts the server", config.get("Cmd"), ["serve"])
    health = found.get("Healthcheck", {}).get("Test")
    checks.equal("the image checks its health", health, ["CMD", "/sandkasse", "health"])
    variables = {line.split("=")[0] for line in config.get("Env", [])}
    checks.equal("only our variables are set", variables - {"PATH"}, {"SANDKASSE_LISTEN"})
    size = found["Size"] / MIB
    checks.that(f"the image is under {SIZE_MAX_MIB} MiB", size < SIZE_MAX_MIB, f"{size:.1f} MiB")
    return "image", f"{size:.1f} MiB"


def life(checks, engine):
    """One container from its start to its end by SIGTERM."""
    engine.start()
    container = engine.inspect("container", NAME)
    process = Path("/proc") / str(container["State"]["Pid"])
    confined(checks, process)
    idle = resident(process)
    what = f"under {RESIDENT_MAX_MIB} MiB are resident when idle"
    checks.that(what, idle < RESIDENT_MAX_MIB, f"{idle:.1f} MiB")

    health = engine.do("healthcheck", "run", NAME, check=False)
    checks.equal("the health check succeeds inside", health.returncode, 0)
    asked = engine.do("exec", NAME, "/sandkasse", "health", check=False)
    checks.that("it says `up` and a version", asked.stdout.startswith("up "), asked.stderr)
    elsewhere = ("exec", NAME, "/sandkasse", "health", "--url", "http://127.0.0.1:1")
    checks.equal("it fails where nobody is", engine.do(*elsewhere, check=False).returncode, 1)
    checks.that(
        "the admin API asks for its token",
        status(f"{engine.base()}/_sandbox/sandboxes") in (401, 403),
        status(f"{engine.base()}/_sandbox/sandboxes"),
    )

    smoke = subprocess.run(
        [sys.executable, ROOT / "tests/smoke/smoke.py", "--base", engine.base()],
        env={**os.environ, "SANDKASSE_ADMIN_TOKEN": engine.token},
        check=False,
    )
    checks.equal("the smoke test is content", smoke.returncode, 0)
    used = resident(process)

    began = time.monotonic()
    engine.do("stop", "--time", "20", NAME)
    took = time.monotonic() - began
    state = engine.inspect("container", NAME)["State"]
    checks.equal("the container ends with 0 after SIGTERM", state["ExitCode"], 0)
    checks.that(f"it ends within {STOP_MAX_S} seconds", took < STOP_MAX_S, f"{took:.1f} s")
    engine.remove()
    return [
        ("resident when idle", f"{idle:.1f} MiB"),
        ("resident after the smoke test", f"{used:.1f} MiB"),
        ("SIGTERM to end, the engine's own time included", f"{took * 1000:.0f} ms"),
    ]


def confined(checks, process):
    """What the system says of the process; nothing in the image could tell it."""
    said = (process / "status").read_text(encoding="ascii")
    field = {key: value.split() for key, value in re.findall(r"^(\w+):\s*(.*)$", said, re.M)}
    checks.equal("the process is not root", field["Uid"], [str(USER)] * 4)
    checks.equal("nor in root's group", field["Gid"], [str(USER)] * 4)
    for name in ["CapPrm", "CapEff", "CapBnd"]:
        checks.equal(f"the process has no capability ({name})", int(field[name][0], 16), 0)
    checks.equal("the process cannot gain privileges", field["NoNewPrivs"], ["1"])
    mounts = (process / "mountinfo").read_text(encoding="utf-8").splitlines()
    root = next(line.split() for line in mounts if line.split()[4] == "/")
    checks.that("its root is read-only", "ro" in root[5].split(","), root[5])


def starts(checks, engine, work):
    """Several starts in the engine, and as many of the same program without it."""
    engine.do("create", "--name", NAME, engine.image)
    engine.do("cp", f"{NAME}:/sandkasse", str(work / "sandkasse"))
    engine.remove()
    contained, alone = [], []
    for _ in range(STARTS):
        contained.append(engine.start())
        engine.remove()
        alone.append(start_alone(work / "sandkasse"))
    linked = subprocess.run(["ldd", work / "sandkasse"], capture_output=True, text=True, check=False)
    is_static = "statically linked" in linked.stdout or "not a dynamic" in linked.stderr
    checks.that("the program is static", is_static, linked.stdout)
    return [
        (f"engine's run to first healthy answer, {STARTS} starts", spread(contained)),
        ("the same program without the engine", spread(alone)),
    ]


def start_alone(program):
    base = f"http://127.0.0.1:{free_port()}"
    began = time.monotonic()
    server = subprocess.Popen(
        [program, "serve", "--listen", base.removeprefix("http://")], stdout=subprocess.DEVNULL
    )
    try:
        return wait_until_up(base, began)
    finally:
        server.terminate()
        server.wait(timeout=STOP_MAX_S)


def wait_until_up(base, began):
    """Milliseconds since `began` until health says so."""
    while time.monotonic() - began < START_WAIT_S:
        if status(f"{base}/_sandbox/health") == 200:
            return (time.monotonic() - began) * 1000
        time.sleep(0.001)
    raise TimeoutError(f"not healthy within {START_WAIT_S} seconds")


def status(url):
    """The status of an answer; 0 without one."""
    try:
        with OPENER.open(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def resident(process):
    """MiB of memory that the process has in use."""
    said = (process / "status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", said).group(1)) / 1024


def spread(values):
    return f"median {statistics.median(values):.1f} ms ({min(values):.1f}..{max(values):.1f})"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
