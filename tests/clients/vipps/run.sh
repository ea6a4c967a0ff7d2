#!/usr/bin/env bash
# Lets real clients loose on Vipps, each in a sandbox and on a listener of its own: they count the
# segments of a path, so that nothing may stand in front of it.
#
#   tests/clients/vipps/run.sh BASE PYTHON SCHEMATHESIS WORK
#
# BASE is the server, PYTHON has what requirements.txt names, SCHEMATHESIS is the Python of an
# environment with what schemathesis.txt names, WORK is a folder for what comes and goes.
#
# With SANDKASSE_SPECS naming the folder of official contracts, newman runs the official collections
# and our descriptions are compared with the official ones; without it, that is said and left out.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=${1%/} python=$2 schemathesis=$3 work=$4/vipps

# The scripts take what all real clients share from the folder above.
export PYTHONPATH="$here/..${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

say() { printf '\n== %s\n' "$*"; }

say "Vipps: installing newman in $work"
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)

failed=0
if [ -n "${SANDKASSE_SPECS:-}" ]; then
    say "Vipps: newman runs the official collections"
    "$python" "$here/official.py" --base "$base" --specs "$SANDKASSE_SPECS" --work "$work" || failed=1
    say "Vipps: comparing our descriptions with the official ones"
    "$python" "$here/same_interface.py" --base "$base" --specs "$SANDKASSE_SPECS" || failed=1
else
    say "skipped: the official collections and swagger files of Vipps, because SANDKASSE_SPECS is not set"
fi

say "Vipps: newman runs our own collection of an invoice's whole life"
"$python" "$here/life.py" --base "$base" --work "$work" || failed=1

say "Vipps: schemathesis sends what the descriptions allow and forbid"
"$schemathesis" "$here/descriptions.py" --base "$base" --work "$work" || failed=1
exit "$failed"
