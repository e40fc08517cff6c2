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
    INTEGER("at_most", 0, 1e6, NULL,
        "Times that it is tried again, any number without it; then it goes to the "
        "ledger "
        "of fallback at once, or counts as a mismatch where there is none."),
};
static const struct bw_table retry_table =
    TABLE("endorse-retry", "ledger.LEDGER.endorse.retry", retry_rows,
        "When a record is tried again for which too few organisations are up.");

static const struct bw_row orderers_rows[] = {
    INTEGER("of", 1, 1000, NULL, "Number of orderers.", MUST),
    WORD("consensus", "raft|bft", "raft",
        "How they agree: raft stands members that are down, and needs a majority; bft "
        "stands f members of 3f + 1 that do anything, and needs the others."),
    INTEGER("need", 1, 1000, NULL, "How many must be up, in place of that."),
    OBJECT("outages", bw_schema_outages, "When orderers are down."),
};
const struct bw_table bw_schema_orderers = TABLE("orderers", "ledger.LEDGER.orderers",
    orderers_rows, "Members that agree on the order of blocks.");

static const struct bw_row organisation_rows[] = {
    DURATION_LAW(
        "time", NULL, "Time until it answers, or of one of its servers.", MUST),
    INTEGER("servers", 1, 1000, NULL,
        "Records on which it works at a time, first come, first served; any number "
        "without it."),
};
static const struct bw_table organisation_table =
    TABLE("organisation", "ledger.LEDGER.endorse.organisations.ORGANISATION",
        organisation_rows, "An organisation that endorses.");

static const struct bw_row endorse_rows[] = {
    INTEGER("of", 1, 1000, NULL, "Number of endorsers, all alike."),
    INTEGER("need", 1, 1000, NULL, "Endorsements needed of them."),
    DURATION_LAW("time", NULL, "Time of one endorser."),
    INTEGER("servers", 1, 1000, NULL,
        "Records on which each works at a time, first come, first served; any number "
        "without it. Organisations with names have their own."),
    MAP("organisations", NULL, organisation_table,
        "Organisations with names, in place of of, need and time."),
    TEXT("policy", NULL,
        "Whose endorsements are needed: all, any, \"2 of\", or an expression of "
        "organisations with and, or, parentheses and \"2 of (a, b, c)\"."),
    OBJECT("outages", bw_schema_outages, "When organisations are down."),
    OBJECT("retry", retry_table,
        "Attempts while too few are up; without it a record waits until enough are. "
        "Not "
        "for organisations with names, each of which answers once it is up again."),
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

static const struct bw_row gateway_rows[] = {
    INTEGER("limit", 1, 1e9, "500",
        "Records of the chain that may be between the gateway and their commit."),
    WORD("beyond", "wait|refuse", "wait",
        "What is beyond the limit waits, first come, first served, or is refused and "
        "comes again."),
    DURATION_LAW("backoff", "1 s",
        "Time after which a refused record comes again, doubled by each refusal up to "
        "1024 times.",
        .above_min = true),
    INTEGER("at_most", 0, 60000, NULL,
        "Times that a refused record comes again, any number without it; then it goes "
        "to "
        "the ledger of fallback at once, or counts as a mismatch where there is none."),
};
const struct bw_table bw_schema_gateway =
    TABLE("gateway", "ledger.LEDGER.gateway", gateway_rows, "Limit of the load.");

static const struct bw_row conflict_rows[] = {
    WORD("key", "unit|lot|site", "unit",
        "What a record writes to: something of its own, its lot, or its site. A record "
        "is invalid when another one has written to the same since its endorsement "
        "began."),
    SHARE("background", "0",
        "Probability that a background record writes to what a record of the chain "
        "writes to."),
    DURATION_LAW("delay", "0", "Time after which an invalid record is endorsed anew."),
    INTEGER("at_most", 0, 60000, "10",
        "Times that a record is submitted again; then it counts as a mismatch."),
};
const struct bw_table bw_schema_conflicts = TABLE(
    "conflicts", "ledger.LEDGER.conflicts", conflict_rows, "Writes to the same keys.");

static const struct bw_row record_rows[] = {
    WORD("per", "lot|case|unit", "lot", "What a hand-over of a lot records."),
    NUMBER("case", NUMBER, 0, 1e9, "100", "Units of a case.", .above_min = true),
    WORD("as", "writes|transactions", "writes",
        "Writes of one transaction, or a transaction each."),
    NUMBER("kilobytes", NUMBER, 0, 1e6, "4", "Size of one [kB]."),
};
const struct bw_table bw_schema_record =
    TABLE("records", "ledger.LEDGER.records", record_rows, "What a hand-over records.");

static const struct bw_row background_rows[] = {
    NUMBER("rate", RATE, 0, 0.1, NULL,
        "Records of the other members that reach the orderer, mean of the day; equal "
        "parts of it go to each channel.",
        MUST),
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
