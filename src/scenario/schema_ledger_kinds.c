/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: the kinds of ledger beside endorse-order-validate.
 */
#include "scenario/schema_ledger.h"

static const struct bw_row desk_rows[] = {
    INTEGER("staff", 0, 1e6, "1", "People."),
    NAME("calendar", "calendars", "When they work, in place of the ledger's calendar."),
};
const struct bw_table bw_schema_ledger_desk = TABLE("ledger-desk",
    "ledger.LEDGER.desks.SITE", desk_rows, "People who work on the records of a site.");

static const struct bw_row manual_rows[] = {MANUAL_ROWS(MUST), LEDGER_OWN_ROWS};
const struct bw_table bw_schema_ledger_manual = TABLE("ledger-manual",
    "ledger.LEDGER.manual", manual_rows, "Papers and people who check them.");

static const struct bw_row failure_rows[] = {
    DURATION_LAW("every", NULL, "Time from repair to the next failure of a member.",
        MUST, .above_min = true),
    DURATION_LAW("repair", NULL, "Time to repair.", MUST),
};
static const struct bw_table failure_table = TABLE("member-failure",
    "ledger.LEDGER.bft.outages.failure", failure_rows, "Failures of each member.");

static const struct bw_row certificate_rows[] = {
    DURATION_LAW("life", NULL,
        "Time from issue to end; the first ones are used in part.", MUST,
        .above_min = true),
    DURATION("lead", "0", "Time before the end at which renewal begins."),
    DURATION_LAW("renewal", NULL, "Time that renewal takes.", MUST),
};
static const struct bw_table certificate_table = TABLE("member-certificate",
    "ledger.LEDGER.bft.outages.certificate", certificate_rows,
    "Certificates of members, each of which is renewed by itself.");

static const struct bw_row expiry_rows[] = {
    DURATION(
        "at", NULL, "When they end, from day 0, or the date.", MUST, .or_date = true),
    DURATION_LAW("renewal", NULL, "Time until a member has a new one.", MUST),
};
static const struct bw_table expiry_table = TABLE("member-expiry",
    "ledger.LEDGER.bft.outages.expiry", expiry_rows,
    "A date on which the certificates of all members end, which nobody thought of.");

static const struct bw_row partition_rows[] = {
    INTEGER("members", 1, 1000, "1",
        "How many are cut off from the others: those with the highest numbers."),
    DURATION(
        "at", NULL, "When, from day 0, or the date; this or every.", .or_date = true),
    DURATION_LAW("every", NULL, "Time from one end to the next begin; this or at.",
        .above_min = true),
    DURATION_LAW("for", NULL, "How long it lasts.", MUST),
};
static const struct bw_table partition_table =
    TABLE("member-partition", "ledger.LEDGER.bft.outages.partitions.PARTITION",
        partition_rows, "A time in which some members are cut off from the others.");

static const struct bw_row outage_rows[] = {
    OBJECT("failure", failure_table, "Failures and repairs of each."),
    OBJECT("certificate", certificate_table, "Certificates that must be renewed."),
    OBJECT("expiry", expiry_table, "Certificates that all end on one date."),
    MAP("partitions", NULL, partition_table, "Times when some are cut off."),
};
const struct bw_table bw_schema_outages = TABLE("member-outages",
    "ledger.LEDGER.bft.outages", outage_rows, "When members of a ledger are down.");

static const struct bw_row fallback_rows[] = {
    DURATION("after", "24 h", "Time after which a record that is not final goes there.",
        .above_min = true),
    NAME("to", "ledger", "The ledger to which it goes.", MUST),
};
const struct bw_table bw_schema_fallback = TABLE("ledger-fallback",
    "ledger.LEDGER.fallback", fallback_rows,
    "Another ledger for records that take too long; where one is final first counts.");

static const struct bw_row batch_rows[] = {
    INTEGER("size", 1, 1e6, "1", "Records that fill a batch."),
    DURATION("timeout", "0",
        "Time after which a batch is proposed that is not full, counted from its first "
        "record."),
};
static const struct bw_table batch_table = TABLE("ledger-batch",
    "ledger.LEDGER.bft.batch", batch_rows, "What validators agree on at a time.");

static const struct bw_row bft_rows[] = {
    INTEGER("validators", 1, 1000, NULL, "Number of validators.", MUST),
    INTEGER("replies", 1, 1000, NULL,
        "Replies that end a phase; without it 2f + 1 of 3f + 1, in general the least "
        "majority that outlives the f = (validators - 1) / 3 that may be faulty."),
    INTEGER("phases", 1, 100, "3", "Phases: pre-prepare, prepare and commit are 3."),
    DURATION_LAW("reply", NULL, "Time of one validator's reply in one phase.", MUST),
    OBJECT("batch", batch_table, "Batches; one for each record without it.",
        .shorthand = "size"),
    INTEGER("in_flight", 1, 1e6, "1", "Batches that may be agreed on at a time."),
    DURATION_LAW("form", NULL,
        "Time that a batch takes to be made up once one is due; it takes what waits at "
        "the end of it."),
    DURATION_LAW("validate", "0", "Work on each record agreed on, one by one."),
    NUMBER(
        "speed", NUMBER, 0, 1e6, "1", "That work is divided by it.", .above_min = true),
    DURATION("timeout", NULL,
        "Time that a leader has for a batch before it is replaced; the next one has "
        "twice the time.",
        .above_min = true),
    DURATION_LAW("view_change", "0", "Time of a change of the leader."),
    WORD("leader", "stays|rotates", "stays",
        "Whether the leader stays until it is replaced or each batch has another."),
    SHARE("leader_fault", "0", "Probability that a leader fails at a batch."),
    OBJECT("outages", bw_schema_outages, "When validators are down."),
    LEDGER_OWN_ROWS,
};
const struct bw_table bw_schema_ledger_bft = TABLE("ledger-bft", "ledger.LEDGER.bft",
    bft_rows, "Byzantine fault tolerant consensus of validators.");

static const struct bw_row reorganisation_rows[] = {
    SHARE("probability", NULL, "Probability that a block replaces those before it.",
        MUST),
    INTEGER("depth", 1, 1000, "1", "Blocks that are replaced."),
};
static const struct bw_table reorganisation_table =
    TABLE("ledger-reorganisation", "ledger.LEDGER.public.reorganisation",
        reorganisation_rows, "Blocks that turn out to be on the wrong branch.");

static const struct bw_row public_rows[] = {
    DURATION_LAW("interval", NULL, "Time between two blocks.", MUST, .above_min = true),
    INTEGER("confirmations", 1, 1e6, "6",
        "Blocks after which a record is final, its own counted."),
    LAW("capacity", NUMBER, 0, 1e9, NULL,
        "Records for which a block has room beside those of others; any number without "
        "it."),
    OBJECT("reorganisation", reorganisation_table, "Blocks that are replaced."),
    LEDGER_OWN_ROWS,
};
const struct bw_table bw_schema_ledger_public = TABLE("ledger-public",
    "ledger.LEDGER.public", public_rows, "A chain of blocks that anybody may fill.");

static const struct bw_row parts_rows[] = {
    TEXT("gateway", NULL, "Column of the time at the gateway."),
    TEXT("endorse", NULL, "Column of the endorsement."),
    TEXT("block", NULL, "Column of the wait for a block."),
    TEXT("order", NULL, "Column of the consensus."),
    TEXT("validate", NULL, "Column of the validation."),
    TEXT("confirm", NULL, "Column of the wait for confirmations."),
    TEXT("papers", NULL, "Column of the travel of papers."),
    TEXT("paper_queue", NULL, "Column of the wait for people."),
    TEXT("work", NULL, "Column of the work of people."),
    TEXT("outage", NULL, "Column of the wait for members."),
};
static const struct bw_table parts_table = TABLE("ledger-parts",
    "ledger.LEDGER.trace.parts", parts_rows, "Columns of the parts of the latency.");

static const struct bw_row trace_rows[] = {
    TEXT("file", NULL, "CSV file below the folder of the scenario.", MUST),
    TEXT("column", NULL, "Column of the whole latency; this or parts."),
    OBJECT("parts", parts_table, "Columns of parts, which add up to the latency."),
    TEXT("unit", "s", "Unit of the columns."),
    TEXT("hour", NULL,
        "Column of the hour of the day, 0 to 23, for which a row was measured; records "
        "take rows of the hour of their submission."),
    WORD("take", "random|in_order", "random",
        "Which row a record takes: any one, or the next one, after the last the "
        "first."),
    LEDGER_OWN_ROWS,
};
const struct bw_table bw_schema_ledger_trace = TABLE(
    "ledger-trace", "ledger.LEDGER.trace", trace_rows, "Latencies measured elsewhere.");
