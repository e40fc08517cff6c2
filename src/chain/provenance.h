/* SPDX-License-Identifier: Apache-2.0
 *
 * Where each value of the resolved scenario came from. Rows go to the results' /input.
 */
#ifndef BW_CHAIN_PROVENANCE_H
#define BW_CHAIN_PROVENANCE_H

#include <stddef.h>

struct bw_input_row {
    const char *path;   /* of the number: sites.mainz.resources.qc-lab.servers */
    const char *value;  /* as written, or the default's text */
    const char *unit;   /* "" when it has none */
    const char *origin; /* "default", "file", "overlay", "command line" */
    const char *mark;   /* "S", "K", "A", "C" or "" */
    const char *source; /* "" when none was given */
};

struct bw_input_table {
    const struct bw_input_row *rows; /* sorted by path */
    size_t count;
};

#endif
