# SPDX-License-Identifier: Apache-2.0
# Mistakes on the command line are told on standard error, with status 64.
. "$CASES/expect.sh"
expect 64 "$BULLWHIP" rum
expect 64 "$BULLWHIP" fly-to-the-moon
expect 64 "$BULLWHIP" run
expect 64 "$BULLWHIP" run a.yaml b.yaml
expect 64 "$BULLWHIP" run a.yaml --sed 1
expect 64 "$BULLWHIP" run a.yaml --see 1
expect 64 "$BULLWHIP" run a.yaml -x
expect 64 "$BULLWHIP" run a.yaml --seed
expect 64 "$BULLWHIP" run a.yaml --quiet=yes
expect 64 "$BULLWHIP" run a.yaml -n 0
expect 64 "$BULLWHIP" run a.yaml -j many
expect 64 "$BULLWHIP" run a.yaml --seed=-1
expect 64 "$BULLWHIP" run a.yaml --set servers
expect 64 "$BULLWHIP" run a.yaml --keep everything
expect 64 "$BULLWHIP" run a.yaml --csv
expect 64 "$BULLWHIP" run a.yaml -o a.yaml
expect 64 "$BULLWHIP" export a.h5
expect 66 "$BULLWHIP" run --quiet -- --no-such-file.yaml
expect 0 "$BULLWHIP" --version
expect 0 "$BULLWHIP" run --version
