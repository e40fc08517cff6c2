#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: run.sh BULLWHIP IMPORT
#
# Imports and runs every chain of Willems (2008) in the folder BULLWHIP_WILLEMS, which
# nobody else can give away; skipped without it. Each replication checks at its end that
# goods are conserved. Prints a line for each chain.
set -euo pipefail
program=$1 import=$2
folder=${BULLWHIP_WILLEMS:-}
if [ ! -e "$folder/willems_01.csv" ]; then
    echo "skipped: BULLWHIP_WILLEMS names no folder with willems_01.csv to willems_38.csv"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
for table in "$folder"/willems_*.csv; do
    name=$(basename "$table" .csv)
    "$import" "$table" >"$work/$name.yaml"
    "$program" run "$work/$name.yaml" -n 2 -q -o "$work/$name.h5" >/dev/null
    "$program" export "$work/$name.h5" --csv | awk -F, -v name="$name" '
        $2 == "chain" && ($3 == "orders" || $3 == "lead_time" || $3 == "fill_rate") {
            figure[$3] = $5
        }
        END {
            printf "%s: %d order lines, lead time %.3f d, fill rate %.4f\n", name,
                figure["orders"], figure["lead_time"], figure["fill_rate"]
            exit !(figure["orders"] > 0 && figure["lead_time"] >= 0)
        }'
    count=$((count + 1))
done
echo "$count chains"
[ "$count" = 38 ]
