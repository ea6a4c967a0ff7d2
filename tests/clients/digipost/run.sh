#!/usr/bin/env bash
# Lets the real Java clients of Digipost loose on a running server, each on a listener of its own:
# they drop the path of their base address.
#
#   tests/clients/digipost/run.sh BASE SANDKASSE PYTHON WORK
#
# BASE is the server, SANDKASSE its program, PYTHON has what requirements.txt names, WORK is a
# folder for what comes and goes.
#
# The clients come from Maven's registry, by version. Where it does not have them, and only there,
# SANDKASSE_DIGIPOST_SOURCES may name a folder with git repositories of their owner,
# digipost-api-client-java and digipost-useragreements-api-client-java (bare or not): their tags of
# the same versions are built instead, unchanged. Without either, or without Java 17 and Maven,
# nothing is run, and it is said of each client why.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=$1 sandkasse=$2 python=$3 work=$4

# Which company of the cast each program is.
sender=fjord-energi
bank=dnb-bank
# What `sandkasse certs` writes, and its password.
key_file=digipost-broker.p12
password=sandkasse

sources=${SANDKASSE_DIGIPOST_SOURCES:-}
build="$work/digipost"
maven=(mvn -q -B -U -f "$build/pom.xml")

say() { printf '\n== %s\n' "$*"; }

# Which client Maven failed for want of, if it failed for nothing else.
missing_client() {
    grep -Eo 'Could not find artifact no\.digipost:digipost-[a-z-]+-client-java:[^ ]+' "$1" |
        head -n 1 | sed 's/.* //' || true
}

# Says of every client that it was not run, and why, and ends the run without a failure.
skip() {
    local name version
    while read -r name version; do
        echo "skipped: the real client $name $version was not run: $1"
    done < <("$here/clients.sh")
    exit 0
}

# Ends with a failed check and what Maven said.
broken() {
    cat "$work/maven.log" >&2
    echo "not ok - $1"
    exit 1
}

# Builds the clients from their tags, into a Maven repository of its own: nobody else's shall
# believe that they came from the registry.
clients_from_sources() {
    local name tag from to
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/sandkasse/maven
    maven+=("-Dmaven.repo.local=$cache")
    while read -r name tag; do
        if [ -f "$cache/no/digipost/$name/$tag/$name-$tag.jar" ]; then
            echo "$name $tag was built from its sources before"
            continue
        fi
        echo "building $name $tag from its sources"
        from="$sources/$name" to="$work/sources/$name-$tag"
        mkdir -p "$to"
        git -C "$from" archive "$tag" | tar -x -C "$to"
        # Between releases the version in the tree is a placeholder.
        sed -i "/<artifactId>$name<\/artifactId>/{n;s|<version>[^<]*|<version>$tag|}" "$to/pom.xml"
        mvn -q -B -f "$to/pom.xml" "-Dmaven.repo.local=$cache" -Dmaven.test.skip=true \
            -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dlicense.skip=true install \
            </dev/null >"$work/maven.log" 2>&1 || broken "$name $tag can be built from its sources"
    done < <("$here/clients.sh")
}

build_programs() {
    "${maven[@]}" compile </dev/null >"$work/maven.log" 2>&1
}

# A sandbox of its own for one program, with a listener: its addresses and the broker's number.
open_sandbox() {
    PYTHONPATH="$here/.." "$python" - "$base" "$1" "$2" <<'PYTHON'
import sys

import requests
from sandbox import SESSION, TIMEOUT_S, Sandbox

base, name, company = sys.argv[1:]
sandbox = Sandbox(base, name)
broker = sandbox.get(f"/companies/{company}")["digipost"]["broker_id"]
wanted = {"service": "digipost", "sandbox": name, "port": 0}
answer = SESSION.post(f"{base}/_sandbox/listeners", json=wanted, timeout=TIMEOUT_S)
answer.raise_for_status()
print(answer.json()["url"], broker, sandbox.admin)
PYTHON
}

run_program() {
    local program=$1 company=$2 listener broker admin opened
    opened=$(open_sandbox "digipost-$program" "$company")
    read -r listener broker admin <<<"$opened"
    java -cp "$build/$program/target/classes:$(cat "$build/$program/target/class-path")" \
        conformance.Main "$listener" "$broker" "$keys/$key_file" "$password" "$admin" </dev/null
}

say "Digipost: building the programs with the real Java clients"
if ! { command -v java && command -v javac && command -v mvn; } >/dev/null; then
    skip "Java and Maven are not here; install both, or set SANDKASSE_DIGIPOST_SOURCES"
fi
cp -R "$here" "$build"
if ! build_programs; then
    missing=$(missing_client "$work/maven.log")
    [ -n "$missing" ] || broken "the programs with the Java clients can be built"
    if [ -z "$sources" ]; then
        skip "Maven's registry lacks $missing, and SANDKASSE_DIGIPOST_SOURCES is not set"
    fi
    clients_from_sources
    build_programs || broken "the programs can be built with clients from their sources"
fi

keys="$work/keys"
"$sandkasse" certs --out "$keys" >/dev/null

failed=0
say "Digipost: the last client of v7"
run_program v7 "$sender" || failed=1
say "Digipost: the newest client, of v8"
run_program v8 "$sender" || failed=1
say "Digipost: a bank with the last client that shows invoices"
run_program bank "$bank" || failed=1

say "Digipost: the official schemas on what the clients were answered"
"$python" "$here/../digipost_schema.py" --base "$base" \
    --v7 digipost-v7 --v8 digipost-v8 --also digipost-bank || failed=1
exit "$failed"
