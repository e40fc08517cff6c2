#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# usage: enlarge.sh BULLWHIP SOURCE
#
# Copies of a scenario made by scripts/enlarge are checked and run, and have as many more
# elements. Skipped without PyYAML.
set -eu
python3 -c 'import yaml' 2>/dev/null || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Prints the elements of a scenario by kind, without the brackets.
elements()
{
    "$1" check "$2" | sed -n 's/.* elements (\(.*\) resources).*/\1/p' | tr -dc '0-9 '
}

for name in tutorial mrna-vaccine; do
    "$2/scripts/enlarge" "$2/scenarios/$name.yaml" 3 >"$folder/$name.yaml"
    one=$(elements "$1" "$2/scenarios/$name.yaml")
    three=$(elements "$1" "$folder/$name.yaml")
    echo "$name: $one; enlarged: $three"
    [ "$(for n in $one; do printf '%d ' $((3 * n)); done)" = "$(echo "$three" | tr -s ' ') " ]
done
"$1" bench chain "$folder/tutorial.yaml" --size 1 --csv | tail -n 1 | cut -d, -f1-4
