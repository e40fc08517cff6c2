/* SPDX-License-Identifier: Apache-2.0
 *
 * Plan: the points of a sweep, worked out from the scenario's factors. Point 0 is
 * always the base, which changes nothing; a point that would equal the base is not
 * repeated.
 */
#ifndef BW_EXPERIMENT_PLAN_H
#define BW_EXPERIMENT_PLAN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "results/result_set.h"
#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BW_PLAN_POINT_LIMIT 100000u

struct bw_plan_point {
    const struct bw_assignment *assignments; /* none for the base */
    size_t assignment_count;
    const char *label; /* "base", "safety=5000, qc=2" */
};

/* Texts of levels are borrowed from the scenario, the rest lives in the arena. */
struct bw_plan {
    struct bw_arena arena;
    const char *design; /* "run", "grid", "one_at_a_time" */
    struct bw_plan_point *points;
    const char **labels; /* of the points, as a result set wants them */
    uint32_t point_count;
    struct bw_result_factor *factors;
    uint32_t factor_count;
};

/* Makes the plan of a sweep over the factors of scenario, or with is_sweep false that
 * of a run: the base alone. On failure *out is NULL; release with bw_plan_free().
 * Errors: BW_ERR_INPUT (no factors, more than BW_PLAN_POINT_LIMIT points),
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_plan_create(const struct bw_scenario *scenario,
    bool is_sweep, struct bw_error_list *errors, struct bw_plan **out);
void bw_plan_free(struct bw_plan *plan);

/* Appends everything that decides the values of the points (labels and assignments),
 * for the identity of a journal. */
void bw_plan_describe(const struct bw_plan *plan, struct bw_text *text);

#endif
