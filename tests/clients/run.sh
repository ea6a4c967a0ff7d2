#!/usr/bin/env bash
# Lets real clients loose on a freshly built server: the same on a laptop and in CI.
#
#   tests/clients/run.sh
#
# With SANDKASSE_SPECS naming the folder of official contracts, the interface is also compared with
# the official WSDL, every message is held against its schema, the official collections of Vipps
# are run, and digital post is held against its schemas. SANDKASSE_DIGIPOST_SOURCES helps where the registry lacks the Java clients of Digipost: see
# digipost/run.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

# The scripts import one another; their compiled form has no place in the repository.
export PYTHONDONTWRITEBYTECODE=1

# The server is on this machine, whatever proxy leads to the world.
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

today=2026-03-02
start_wait_s=30
stop_wait_s=15

say() { printf '\n== %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

work=$(mktemp -d)
server=
clean_up() {
    # A zombie or a server that never started is no trouble here; leaving one running would be.
    if [ -n "$server" ]; then
        kill -KILL "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Installs Debian packages, without asking anybody anything.
install() {
    command -v apt-get >/dev/null || die "$* missing and there is no apt-get; install by hand"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "$* missing; install as root"
        as_root=(sudo)
    fi
    say "installing $* by apt-get"
    "${as_root[@]}" apt-get update -qq </dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" </dev/null
}

# Debian and Ubuntu ship python3 without the part that makes virtual environments.
need_python() {
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || install python3 python3-venv
}

# What seals packages of digital post, and opens ours.
need_openssl() {
    command -v openssl >/dev/null || install openssl
}

# The README's reader has it.
need_curl() {
    command -v curl >/dev/null || install curl
}

# What prints a PDF's text, as a person reads it.
need_pdftotext() {
    command -v pdftotext >/dev/null && command -v pdfinfo >/dev/null || install poppler-utils
}

# What says whether the page for people is good HTML.
need_tidy() {
    command -v tidy >/dev/null || install tidy
}

# Debian and Ubuntu ship npm apart from node, and node soap wants 18 at least.
need_node() {
    command -v node >/dev/null && command -v npm >/dev/null || install nodejs npm
    node -e 'process.exit(parseInt(process.versions.node, 10) < 18 ? 1 : 0)' || die "node is older than 18"
}

# Debian and Ubuntu have both in packages, and the clients want 17 at least. They are large, so they
# are installed only where the clients can be had; digipost/run.sh says what it did not run.
need_java() {
    if ! { command -v java && command -v javac && command -v mvn; } >/dev/null; then
        "$here/digipost/wanted.sh" || return 0
        install default-jdk-headless maven
    fi
    local version
    version=$(javac -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
    [ "$version" -ge 17 ] || die "javac $version is older than 17"
}

# The node client with exactly what its lock file names, in a folder that goes away.
install_node_client() {
    cp -R "$here/node" "$work/node"
    (cd "$work/node" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
}

# Takes further arguments for the server.
start_server() {
    target/release/sandkasse serve --listen 127.0.0.1:0 --start "${today}T09:00:00+01:00" \
        --clock frozen "$@" >"$work/stdout" 2>"$work/stderr" &
    server=$!
    base=
    wait_for_base
    echo "listening on $base"
}

wait_for_base() {
    local deadline=$((SECONDS + start_wait_s)) why="within $start_wait_s seconds"
    while [ "$SECONDS" -lt "$deadline" ]; do
        base=$(sed -n 's|^listening on \(http://[^ ]*\).*|\1|p' "$work/stdout" | head -n 1)
        if [ -n "$base" ]; then
            return
        fi
        if ! kill -0 "$server" 2>/dev/null; then
            why="before it ended"
            break
        fi
        sleep 0.1
    done
    cat "$work/stdout" "$work/stderr" >&2
    die "the server did not print 'listening on http://…' $why"
}

check_page() {
    curl -sf "$base/" >"$work/page.html" || return 1
    # tidy is older than ARIA on links and takes it for somebody's own.
    tidy -quiet -errors --drop-empty-elements no --warn-proprietary-attributes no "$work/page.html" || {
        echo "not ok - tidy finds nothing wrong with the page"
        return 1
    }
    echo "ok - tidy finds nothing wrong with the page"
}

stop_server() {
    local status=0 deadline=$((SECONDS + stop_wait_s))
    kill -TERM "$server" 2>/dev/null || true
    while kill -0 "$server" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do
        sleep 0.1
    done
    if kill -KILL "$server" 2>/dev/null; then
        echo "not ok - the server was still there $stop_wait_s seconds after SIGTERM"
    fi
    wait "$server" || status=$?
    server=
    if [ "$status" -ne 0 ]; then
        echo "not ok - the server ends with 0 after SIGTERM: found $status"
        return 1
    fi
    echo "ok - the server ends with 0 after SIGTERM"
}

say "building the server"
command -v cargo >/dev/null || die "cargo is missing; install Rust from https://rustup.rs"
cargo build --release

say "making a Python environment in $work"
need_python
need_curl
need_openssl
need_pdftotext
need_tidy
need_node
need_java
python3 -m venv "$work/venv"
python="$work/venv/bin/python"
"$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
python3 -m venv "$work/schemathesis"
"$work/schemathesis/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r "$here/schemathesis.txt"

say "installing the node client in $work"
install_node_client

say "starting the server, frozen at ${today}T09:00:00+01:00"
start_server

issuer=$("$python" - "$base" <<'PYTHON'
import sys

import requests

url = f"{sys.argv[1]}/_sandbox/sandboxes/default/companies/fjord-energi"
answer = requests.get(url, timeout=20)
answer.raise_for_status()
print(answer.json()["orgnr"])
PYTHON
)
echo "fjord-energi has organisation number $issuer"

failed=0
official=()
samples=()
if [ -n "${SANDKASSE_SPECS:-}" ]; then
    wsdl="$SANDKASSE_SPECS/mps/efaktura-atg-v1.wsdl"
    official=(--official-wsdl "$wsdl")
    samples=(--samples "$SANDKASSE_SPECS/mps/bbs-examples")
    say "comparing our WSDL with the official one"
    "$python" "$here/wsdl_same_interface.py" \
        --ours src/services/mps/efaktura-atg-v1.wsdl --official "$wsdl" || failed=1
else
    say "SANDKASSE_SPECS is not set: no comparison with the official WSDL"
fi

say "the smoke test"
"$python" "$root/tests/smoke/smoke.py" --base "$base" || failed=1

say "MPS: zeep sends an eFaktura"
"$python" "$here/mps_zeep.py" --base "$base" --issuer "$issuer" --today "$today" \
    ${official[@]+"${official[@]}"} || failed=1

say "MPS: zeep lives through days of the Combo API"
"$python" "$here/mps_life.py" --base "$base" ${official[@]+"${official[@]}"} || failed=1

say "MPS: zeep and the sibling services"
"$python" "$here/mps_siblings.py" --base "$base" || failed=1

say "MPS: node soap lives through all of it"
node --no-deprecation "$work/node/mps_soap.mjs" --base "$base" --bodies "$work/bodies.jsonl" \
    ${official[@]+"${official[@]}"} || failed=1
"$python" "$here/mps_schema.py" --base "$base" --bodies "$work/bodies.jsonl" \
    ${official[@]+"${official[@]}"} || failed=1

say "MPS: bad input"
"$python" "$here/mps_bad_input.py" --base "$base" || failed=1

say "MPS: netsgiro writes and reads files"
"$python" "$here/mps_files.py" --base "$base" ${samples[@]+"${samples[@]}"} || failed=1

say "Digipost: requests and answers, signed as the documentation says"
target/release/sandkasse certs --out "$work/keys" >/dev/null
"$python" "$here/digipost_signatures.py" --base "$base" --keys "$work/keys" || failed=1
"$python" "$here/digipost_schema.py" --base "$base" --also digipost-signatures || failed=1

"$here/digipost/run.sh" "$base" target/release/sandkasse "$python" "$work" || failed=1

"$here/vipps/run.sh" "$base" "$python" "$work/schemathesis/bin/python" "$work" || failed=1

"$here/digdir/run.sh" "$base" target/release/sandkasse "$work" || failed=1

say "the outboxes: pdftotext reads a letter, Python a mail"
"$python" "$here/outbox.py" --base "$base" || failed=1

say "the README, word for word"
"$python" "$here/readme.py" --base "$base" || failed=1

say "the page for people: tidy reads it"
check_page || failed=1

say "stopping the server"
stop_server || failed=1

if [ "$failed" -eq 0 ]; then
    say "MPS: files through watched folders, by a server of its own"
    start_server --files-dir "$work/files"
    "$python" "$here/mps_files_folders.py" --base "$base" --folder "$work/files" || failed=1
    stop_server || failed=1
fi

if [ "$failed" -eq 0 ]; then
    say "the admin API: schemathesis sends what its document allows and forbids, to a server of its own"
    start_server
    "$work/schemathesis/bin/python" "$here/openapi.py" --base "$base" --work "$work" || failed=1
    stop_server || failed=1
fi

if [ "$failed" -ne 0 ]; then
    echo "the server's own words:" >&2
    cat "$work/stderr" >&2
    die "a real client was not content; see the lines that begin with 'not ok'"
fi
say "all real clients are content"
