#!/usr/bin/env bash
# Lets real clients loose on Maskinporten, the contact register and digital post, in sandboxes of
# their own.
#
#   tests/clients/digdir/run.sh BASE BINARY WORK
#
# BASE is the server, BINARY writes the key material, WORK is a folder for what comes and goes.
#
# With SANDKASSE_SPECS naming the folder of official contracts, messages and receipts of digital post
# are held against the official JSON schemas; without it, that is said and left out.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
base=${1%/} binary=$2 work=$3/digdir

# The scripts take what all real clients share from the folder above.
export PYTHONPATH="$here/..${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

say() { printf '\n== %s\n' "$*"; }

say "Maskinporten: installing pymaskinporten, openid-client and jose in $work"
mkdir -p "$work"
python3 -m venv "$work/venv"
python="$work/venv/bin/python"
# Their own word on Python is not heeded: see requirements.txt.
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --ignore-requires-python \
    -r "$here/requirements.txt"
cp "$here/package.json" "$here/package-lock.json" "$here/verify.mjs" "$work/"
(cd "$work" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
"$binary" certs --out "$work/keys" >/dev/null

failed=0
say "Maskinporten and KRR: pymaskinporten gets a token and looks people up with it"
"$python" "$here/tokens.py" --base "$base" --keys "$work/keys" || failed=1

say "Maskinporten and KRR: openid-client discovers, jose verifies a token and a signed answer"
"$python" "$here/verify.py" --base "$base" --keys "$work/keys" --work "$work" || failed=1

say "DPI: an independent sender's packages, and receipts as it reads them"
schemas=()
if [ -n "${SANDKASSE_SPECS:-}" ]; then
    schemas=(--schemas "$SANDKASSE_SPECS/dpi/schemas")
else
    say "skipped: the official schemas of digital post, because SANDKASSE_SPECS is not set"
fi
"$python" "$here/letters.py" --base "$base" --keys "$work/keys" \
    ${schemas[@]+"${schemas[@]}"} || failed=1

say "DPI: openssl and the JDK judge a package of ours, the official schemas what we write"
mkdir -p "$work/written"
SANDKASSE_WRITE_DPI="$work/written" cargo test --quiet --lib documents::dpi::tests::judged || failed=1
"$python" "$here/packages.py" "$work/written" ${schemas[@]+"${schemas[@]:1}"} || failed=1
exit "$failed"
