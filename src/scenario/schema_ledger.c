/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: ledgers, endorse-order-validate, and what all kinds share. Keys
 * of endorse-order-validate and of manual stand in the ledger itself or in a block of
 * the kind's name; the other kinds (schema_ledger_kinds.c) have blocks only.
 */
#include "scenario/schema_ledger.h"
#include "scenario/schema_eov.h"
#include "scenario/schema_internal.h"

#define EOV_ROWS(...)                                                                  \
    OBJECT("endorse", bw_schema_endorse, "Endorsement; endorse-order-validate only.",  \
        __VA_ARGS__),                                                                  \
        OBJECT("block", bw_schema_block, "Blocks; endorse-order-validate only."),      \
        OBJECT("orderers", bw_schema_orderers,                                         \
            "Orderers, of which too few may be up; endorse-order-validate only."),     \
        OBJECT("background", bw_schema_background,                                     \
            "Records of the other members; endorse-order-validate only."),             \
        OBJECT("gateway", bw_schema_gateway,                                           \
            "Limit of records under way; endorse-order-validate only."),               \
        OBJECT("conflicts", bw_schema_conflicts,                                       \
            "Writes to the same keys; endorse-order-validate only."),                  \
        OBJECT("records", bw_schema_record,                                            \
            "What a hand-over records; endorse-order-validate only."),                 \
        WORD("channels", "one|item|site", "one",                                       \
            "Blocks and validator of their own: for all records, or for those of "     \
            "each "                                                                    \
            "item or site; endorse-order-validate only."),                             \
        DURATION_LAW(                                                                  \
            "order", "0", "Ordering, per block; endorse-order-validate only."),        \
        DURATION_LAW("validate", "0",                                                  \
            "Validation, per transaction; endorse-order-validate only."),              \
        NUMBER("speed", NUMBER, 0, 1e6, "1",                                           \
            "Validation is divided by it; endorse-order-validate only.",               \
            .above_min = true)

static const struct bw_row eov_rows[] = {EOV_ROWS(MUST), LEDGER_OWN_ROWS};
static const struct bw_table eov_table =
    TABLE("ledger-endorse-order-validate", "ledger.LEDGER.endorse-order-validate",
        eov_rows, "How it works when it is of this kind.");

static const struct bw_row ledger_rows[] = {
    WORD("kind", "none|endorse-order-validate|manual|bft|public|trace", NULL,
        "What it is.", MUST),
    EOV_ROWS(.required = false),
    MANUAL_ROWS(.required = false),
    OBJECT("endorse-order-validate", eov_table,
        "How it works when it is of kind endorse-order-validate."),
    OBJECT(
        "manual", bw_schema_ledger_manual, "How it works when it is of kind manual."),
    OBJECT("bft", bw_schema_ledger_bft, "How it works when it is of kind bft."),
    OBJECT(
        "public", bw_schema_ledger_public, "How it works when it is of kind public."),
    OBJECT("trace", bw_schema_ledger_trace, "How it works when it is of kind trace."),
    OBJECT("fallback", bw_schema_fallback, "Where records go that take too long."),
    SHARE("mismatch", "0",
        "Probability that a record does not match; where the kind has none of its "
        "own."),
    MONEY("cost", MONEY, "0", "Money per record; where the kind has none of its own."),
};
const struct bw_table bw_schema_ledger =
    TABLE("ledger", "ledger.LEDGER", ledger_rows, "How hand-overs are verified.");
