#!/usr/bin/env bash
# Prints name and version of every Java client of Digipost that the programs here are built with, as
# their poms have them.
#
#   tests/clients/digipost/clients.sh
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for pom in "$here"/*/pom.xml; do
    sed -n '/<artifactId>digipost-[a-z-]*-client-java</{N
        s|.*<artifactId>\(.*\)</artifactId>.*<version>\(.*\)</version>.*|\1 \2|p
    }' "$pom"
done
