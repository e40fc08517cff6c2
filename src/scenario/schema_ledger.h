/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows and tables that the kinds of ledger share.
 */
#ifndef BW_SCENARIO_SCHEMA_LEDGER_H
#define BW_SCENARIO_SCHEMA_LEDGER_H

#include "scenario/schema_internal.h"

/* What differs between the kinds of one ledger that are compared. */
#define LEDGER_OWN_ROWS                                                                \
    SHARE("mismatch", NULL,                                                            \
        "Probability that a record does not match; in place of the ledger's."),        \
        MONEY("cost", MONEY, NULL, "Money per record; in place of the ledger's.")

extern const struct bw_table bw_schema_ledger_desk;

#define MANUAL_ROWS(...)                                                               \
    INTEGER("staff", 0, 1e6, "1",                                                      \
        "People; of those places that have no desk of their own; manual only."),       \
        DURATION_LAW("time", NULL, "Work per record; manual only.", __VA_ARGS__),      \
        DURATION_LAW(                                                                  \
            "delay", "0", "Time of the papers before the work; manual only."),         \
        NAME("calendar", "calendars",                                                  \
            "When they work; always without one; manual only."),                       \
        WORD("discipline", "fifo|priority|due_date", "fifo",                           \
            "Which record comes next: the first one, that of the order with the best " \
            "priority, or that which is due first; manual only."),                     \
        SHARE("error", "0",                                                            \
            "Probability that work on a record turns out wrong and is done again; "    \
            "manual only."),                                                           \
        MAP("desks", "sites", bw_schema_ledger_desk,                                   \
            "Places with people of their own; manual only.")

extern const struct bw_table bw_schema_outages, bw_schema_fallback;

extern const struct bw_table bw_schema_ledger_manual, bw_schema_ledger_bft,
    bw_schema_ledger_public, bw_schema_ledger_trace;

#endif
