/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: endorse-order-validate ledgers.
 */
#include "scenario/schema_eov.h"
#include "scenario/schema_ledger.h"

static const struct bw_row retry_rows[] = {
    DURATION("wait", "1 min", "Time to the second attempt.", .above_min = true),
    NUMBER("factor", NUMBER, 1, 1000, "2", "Each wait / the one before."),
    DURATION("longest", "1 h", "The longest wait.", .above_min = true),
};
static const struct bw_table retry_table =
    TABLE("endorse-retry", "ledger.LEDGER.endorse.retry", retry_rows,
        "When a record is tried again for which too few organisations are up.");

static const struct bw_row orderers_rows[] = {
    INTEGER("of", 1, 1000, NULL, "Number of orderers.", MUST),
    INTEGER("need", 1, 1000, NULL,
        "How many must be up; a majority without it (2f + 1 of 3f + 1 for Byzantine "
        "ordering)."),
    OBJECT("outages", bw_schema_outages, "When orderers are down."),
};
const struct bw_table bw_schema_orderers = TABLE("orderers", "ledger.LEDGER.orderers",
    orderers_rows, "Members that agree on the order of blocks.");

static const struct bw_row endorse_rows[] = {
    INTEGER("of", 1, 1000, NULL, "Number of endorsers.", MUST),
    INTEGER("need", 1, 1000, NULL, "Endorsements needed.", MUST),
    DURATION_LAW("time", NULL, "Time of one endorser.", MUST),
    OBJECT("outages", bw_schema_outages, "When organisations are down."),
    OBJECT("retry", retry_table,
        "Attempts while too few are up; without it a record waits until enough are."),
};
const struct bw_table bw_schema_endorse =
    TABLE("endorse", "ledger.LEDGER.endorse", endorse_rows, "k-of-n endorsement.");

static const struct bw_row block_rows[] = {
    INTEGER("size", 1, 1e6, "500", "Transactions that fill a block."),
    NUMBER("kilobytes", NUMBER, 0, 1e9, "unlimited",
        "Bytes that fill a block [kB]: what would exceed them goes into the next one.",
        .words = "unlimited", .above_min = true),
    DURATION("timeout", "2 s", "Time after which a block is cut.", .above_min = true),
};
const struct bw_table bw_schema_block =
    TABLE("block", "ledger.LEDGER.block", block_rows, "How blocks are cut.");

static const struct bw_row background_rows[] = {
    NUMBER("rate", RATE, 0, 0.1, NULL,
        "Records of the other members that reach the orderer, mean of the day.", MUST),
    {.key = "profile",
        .type = BW_ROW_NUMBERS,
        .dimension = BW_DIMENSION_NUMBER,
        .min = 0,
        .max = 1e6,
        .count = 24,
        .doc = "Weights of the 24 hours of a day (UTC), of any scale; without it the "
               "rate is constant."},
    NUMBER("kilobytes", NUMBER, 0, 1e9, "4", "Size of each of these records [kB]."),
    DURATION("anchor", "1 min",
        "The open block is cut at each multiple of this time since day 0 (whole "
        "seconds).",
        .above_min = true),
    WORD("method", "lazy|full", "lazy",
        "Simulate what matters to the chain's own records, or all of it; both give the "
        "same results."),
};
const struct bw_table bw_schema_background = TABLE("background",
    "ledger.LEDGER.background", background_rows, "Records of the other members.");
