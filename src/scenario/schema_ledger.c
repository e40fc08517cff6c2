/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: ledgers.
 */
#include "scenario/schema_internal.h"

static const struct bw_row endorse_rows[] = {
    INTEGER("of", 1, 1000, NULL, "Number of endorsers.", MUST),
    INTEGER("need", 1, 1000, NULL, "Endorsements needed.", MUST),
    DURATION_LAW("time", NULL, "Time of one endorser.", MUST),
};
static const struct bw_table endorse_table =
    TABLE("endorse", "ledger.LEDGER.endorse", endorse_rows, "k-of-n endorsement.");

static const struct bw_row block_rows[] = {
    INTEGER("size", 1, 1e6, "500", "Transactions that fill a block."),
    DURATION("timeout", "2 s", "Time after which a block is cut.", .above_min = true),
};
static const struct bw_table block_table =
    TABLE("block", "ledger.LEDGER.block", block_rows, "How blocks are cut.");

static const struct bw_row ledger_rows[] = {
    WORD("kind", "none|endorse-order-validate|manual", NULL, "What it is.", MUST),
    OBJECT("endorse", endorse_table, "Endorsement; endorse-order-validate only."),
    OBJECT("block", block_table, "Blocks; endorse-order-validate only."),
    DURATION_LAW("order", "0", "Ordering, per block; endorse-order-validate only."),
    DURATION_LAW(
        "validate", "0", "Validation, per transaction; endorse-order-validate only."),
    INTEGER("staff", 0, 1e6, "1", "People; manual only."),
    DURATION_LAW("time", NULL, "Work per record; manual only."),
    DURATION_LAW("delay", "0", "Time of the papers before the work; manual only."),
    SHARE("mismatch", "0", "Probability that a record does not match."),
    MONEY("cost", MONEY, "0", "Money per record."),
};
const struct bw_table bw_schema_ledger =
    TABLE("ledger", "ledger.LEDGER", ledger_rows, "How hand-overs are verified.");
