#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Compiles each header of src on its own, twice in one file, so that it includes what it
# uses and guards itself. CC chooses the compiler.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 70

CC=${CC:-gcc}
flags=$(pkg-config --cflags-only-I gsl libsodium libxxhash yaml-0.1 cmocka 2>/dev/null)
flags="$flags $(pkg-config --cflags-only-I hdf5-serial 2>/dev/null \
    || pkg-config --cflags-only-I hdf5 2>/dev/null)"
count=0
broken=0
while IFS= read -r header; do
    count=$((count + 1))
    # shellcheck disable=SC2086  # a list of flags
    if ! printf '#include "%s"\n#include "%s"\ntypedef int bw_not_empty;\n' \
        "${header#src/}" "${header#src/}" |
        "$CC" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Wstrict-prototypes -fsyntax-only \
            -Isrc $flags -x c -; then
        printf '%s: does not compile alone\n' "$header"
        broken=$((broken + 1))
    fi
done < <(find src -name '*.h' | sort)
printf 'check_headers: %d headers, %d broken\n' "$count" "$broken"
[ "$broken" = 0 ]
