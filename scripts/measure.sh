#!/usr/bin/env bash
# Measures start to first good answer, and resident memory when idle: 20 starts, median, min, max.
# Usage: scripts/measure.sh [starts]
set -euo pipefail
cd "$(dirname "$0")/.."
starts=${1:-20}

cargo build --release --bin sandkasse
binary=$(cargo metadata --format-version 1 --no-deps |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/release/sandkasse

python3 - "$binary" "$starts" <<'PYTHON'
import re
import statistics
import subprocess
import sys
import time
import urllib.request

binary, starts = sys.argv[1], int(sys.argv[2])
QUESTION = "/mps/efaktura-atg-service/v1/?wsdl"
BUDGETS = {"first answer, ms": 20.0, "resident, MiB": 15.0}


def once():
    """Milliseconds from exec to the first good answer, and MiB resident after it."""
    began = time.perf_counter()
    server = subprocess.Popen(
        [binary, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
    )
    try:
        # The address is printed before the workers run; the system holds the connection for them.
        address = server.stdout.readline().split()[-1]
        with urllib.request.urlopen(address + QUESTION, timeout=5) as answer:
            answer.read()
            assert answer.status == 200, answer.status
        took = (time.perf_counter() - began) * 1000
        with open(f"/proc/{server.pid}/status", encoding="ascii") as status:
            resident = int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1)) / 1024
        return took, resident
    finally:
        server.terminate()
        server.wait()


urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
runs = [once() for _ in range(starts)]
missed = 0
print(f"{starts} starts of {binary}")
for (what, budget), values in zip(BUDGETS.items(), zip(*runs)):
    middle = statistics.median(values)
    missed += middle >= budget
    print(
        f"{what:<18} median {middle:6.1f}   min {min(values):6.1f}   max {max(values):6.1f}"
        f"   budget under {budget:.0f}"
    )
sys.exit(1 if missed else 0)
PYTHON
