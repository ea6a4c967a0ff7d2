#!/usr/bin/env bash
# Whether the Java clients of Digipost can be had here, asked before anybody installs Java and Maven
# for them: their sources are given, or the registry that Maven's own settings name has them all.
#
#   tests/clients/digipost/wanted.sh
#
# Ends with 0 when they can. Without Maven, only its settings know a registry; where these name
# none, nothing is asked.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
settings="$HOME/.m2/settings.xml"

[ -z "${SANDKASSE_DIGIPOST_SOURCES:-}" ] || exit 0
[ -f "$settings" ] || exit 1
registry=$(sed -n '/<mirror>/,/<\/mirror>/s|.*<url>\(http[^<]*[^/<]\)/*</url>.*|\1|p' "$settings" |
    head -n 1)
[ -n "$registry" ] || exit 1
while read -r name version; do
    curl -sfIL --max-time 20 -o /dev/null \
        "$registry/no/digipost/$name/$version/$name-$version.pom" || exit 1
done < <("$here/clients.sh")
