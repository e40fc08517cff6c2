/* SPDX-License-Identifier: Apache-2.0
 *
 * A scenario: YAML files read, overlaid, checked and built into a network.
 */
#ifndef BW_SCENARIO_SCENARIO_H
#define BW_SCENARIO_SCENARIO_H

#include "base/digest.h"
#include "base/error.h"
#include "base/status.h"
#include "chain/network.h"
#include "chain/provenance.h"

#include <stddef.h>
#include <stdint.h>

/* One change of a value: "path=value" split in two. path may hold "*" for one whole
 * key, and then changes every number that matches; it must match at least one. value is
 * YAML text ("12", "3 d", "{lognormal: {mean: 3 d, cv: 0.4}}"), and may start with "*"
 * or "+" and a number to multiply or add to what the file says ("*1.2"). */
struct bw_assignment {
    const char *path, *value;
};

/* A swept factor: every path takes the same value at a level. */
struct bw_factor {
    const char *name;
    const char *const *paths;
    size_t path_count;
    const char *const *values; /* levels as texts, in the order given */
    size_t value_count;
};

enum bw_design { BW_DESIGN_GRID, BW_DESIGN_ONE_AT_A_TIME };

struct bw_document; /* the YAML tree, private to scenario */

struct bw_scenario {
    struct bw_arena arena;
    struct bw_document
        *document;              /* shares its nodes with the one it was derived from */
    struct bw_network *network; /* owned */
    struct bw_input_table inputs;
    uint32_t replications;
    uint64_t seed;
    enum bw_design design;
    struct bw_factor *factors;
    size_t factor_count;
    char
        sha256[BW_SHA256_TEXT]; /* of the scenario files as read, and the assignments */
    struct bw_scenario *parent; /* NULL for one that was loaded */
};

/* Reads path with everything it extends, applies assignments, checks and builds.
 * All errors and warnings of the files come in errors; on errors *out is NULL.
 * Errors: BW_ERR_MISSING, BW_ERR_INPUT, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_scenario_load(const char *path,
    const struct bw_assignment *assignments, size_t assignment_count,
    struct bw_error_list *errors, struct bw_scenario **out);

/* Builds a sweep point: the same document with further assignments. The files are not
 * read again; base must outlive the result. Thread-safe for different results. */
BW_NODISCARD enum bw_status bw_scenario_derive(struct bw_scenario *base,
    const struct bw_assignment *assignments, size_t assignment_count,
    struct bw_error_list *errors, struct bw_scenario **out);

void bw_scenario_free(struct bw_scenario *scenario);

/* JSON Schema (draft-07) of the scenario format, for editors. */
BW_NODISCARD enum bw_status bw_schema_write_json(struct bw_text *text);

/* Reference of every key in Markdown, for docs/reference. */
BW_NODISCARD enum bw_status bw_schema_write_markdown(struct bw_text *text);

#endif
