/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/warnings.h"

#include <inttypes.h>

void bw_warnings_add_drift(
    const struct bw_analysis *analysis, struct bw_error_list *errors)
{
    const struct bw_position nowhere = {.file = NULL};
    double warmup = (double)analysis->set.network->warmup / (double)BW_WEEK;
    for (uint32_t d = 0; d < analysis->drift_count; d++) {
        const struct bw_drift *drift = &analysis->drifts[d];
        if (drift->is_drifting) {
            bw_error_add(errors, BW_SEVERITY_WARNING, BW_ERR_MODEL, nowhere, "chain",
                "%s still drifts in week %" PRIu32 "%s of the horizon, which moves its "
                "mean by %+.2g %%: a warm-up of %.3g w is too short, unless the "
                "scenario "
                "itself changes then",
                drift->series, drift->week, drift->is_settled ? "" : " and later",
                100 * drift->shift, warmup);
        }
    }
}
