/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: verification of hand-overs.
 */
#include "scenario/schema_internal.h"

static const struct bw_row reconcile_rows[] = {
    DURATION_LAW("after", NULL, "Time until papers and goods are compared.", MUST),
    SHARE("detects", "1", "Share of what does not match that is then found."),
};
const struct bw_table bw_schema_reconcile =
    TABLE("reconcile", "lanes.LANE.verify.reconcile", reconcile_rows,
        "How what is wrong comes to light without a record.");
