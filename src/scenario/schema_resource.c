/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: resources.
 */
#include "scenario/schema_internal.h"

static const struct bw_row failure_rows[] = {
    DURATION_LAW("every", NULL, "Time from repair to the next failure of a server.",
        MUST, .above_min = true),
    DURATION_LAW("repair", NULL, "Time to repair.", MUST),
};
static const struct bw_table failure_table = TABLE("failure",
    "sites.SITE.resources.RESOURCE.failure", failure_rows, "Failures of each server.");

static const struct bw_row resource_rows[] = {
    INTEGER("servers", 0, 1e6, "1", "Number of equal servers."),
    WORD("discipline", "fifo|priority|due_date", "fifo",
        "Which job goes first: the oldest, that of the first class, or that due first; "
        "equals in order of arrival, jobs without class or due date last."),
    OBJECT("failure", failure_table, "Failures and repairs."),
    MONEY("cost", MONEY_RATE, "0", "Money per server and time."),
};
const struct bw_table bw_schema_resource = TABLE("resource",
    "sites.SITE.resources.RESOURCE", resource_rows, "People or machines with a queue.");
