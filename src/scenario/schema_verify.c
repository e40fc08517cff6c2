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

static const struct bw_row onboarding_rows[] = {
    SHARE("to", NULL, "Share of hand-overs with an error in the end.", MUST),
    DURATION("over", NULL, "Time in which it gets there.", MUST, .above_min = true),
    DURATION("begin", "0", "Day from which it changes."),
};
static const struct bw_table onboarding_table =
    TABLE("data-onboarding", "lanes.LANE.data.onboarding", onboarding_rows,
        "How errors fall, or grow, linearly.");

static const struct bw_row class_rows[] = {
    SHARE("wrong", "0", "Wrong quantity, lot, serial number or expiry."),
    SHARE("no_record", "0", "Goods without a record."),
    SHARE("no_goods", "0", "A record of more than there is."),
    SHARE("damaged", "0", "Damaged goods."),
    SHARE("duplicate", "0",
        "A record that is written twice: the second one loads the ledger and is a case "
        "without goods."),
};
static const struct bw_table class_table = TABLE("data-classes",
    "lanes.LANE.data.classes", class_rows, "Shares of the errors; they add up to 1.");

static const struct bw_row systematic_rows[] = {
    DURATION_LAW("every", NULL, "Time from the last correction to the next mistake.",
        MUST, .above_min = true),
    DURATION_LAW("lasts", NULL, "Time until it is corrected.", MUST),
    SHARE("errors", "1", "Share of hand-overs that are wrong meanwhile."),
};
static const struct bw_table systematic_table =
    TABLE("data-systematic", "lanes.LANE.data.systematic", systematic_rows,
        "Master data that are wrong for a time.");

static const struct bw_row data_rows[] = {
    DURATION_LAW("delay", NULL,
        "Time until the record of a hand-over is produced; without it at once."),
    SHARE("errors", "0", "Share of hand-overs with an error."),
    OBJECT("onboarding", onboarding_table, "How that share changes over time."),
    OBJECT("classes", class_table, "What the errors are; without it `wrong`."),
    OBJECT("systematic", systematic_table, "Errors beside these, for a time."),
    DURATION("request", "24 h",
        "Time after which a record that does not come is asked for."),
    LAW("missing", SHARE, 0, 1, NULL,
        "Share of the quantity that is not there, of `no_goods` on arrival; without it "
        "only the record is wrong."),
};
const struct bw_table bw_schema_data = TABLE("data", "lanes.LANE.data", data_rows,
    "What the data of a lane's hand-overs are like.");

#define CASE_ROWS                                                                      \
    SHARE("reject", "0", "Share of cases whose goods are thrown away."),               \
        SHARE("correct", "0",                                                          \
            "Share of the other cases in which the goods wait for a new record."),     \
        MONEY("cost", MONEY, "0", "Money per case.")

static const struct bw_row case_rows[] = {
    DURATION_LAW("time", NULL, "Work per case.", MUST),
    CASE_ROWS,
};
static const struct bw_table case_table = TABLE("case",
    "lanes.LANE.resolver.classes.CLASS", case_rows, "Work on cases of a class.");

static const struct bw_row case_class_rows[] = {
    OBJECT("wrong", case_table, "Cases of wrong data."),
    OBJECT("no_record", case_table, "Cases of goods without a record."),
    OBJECT("no_goods", case_table, "Cases of a record of more than there is."),
    OBJECT("damaged", case_table, "Cases of damaged goods."),
    OBJECT("duplicate", case_table, "Cases of a record that was written twice."),
};
static const struct bw_table case_class_table =
    TABLE("case-classes", "lanes.LANE.resolver.classes", case_class_rows,
        "Classes of errors that are worked on differently.");

static const struct bw_row case_resolver_rows[] = {
    NAME("resource", "resources",
        "Who works on it: a resource of the site where the goods are, or "
        "SITE.RESOURCE; without it the time passes and nobody queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Work per case.", MUST),
    CASE_ROWS,
    OBJECT("classes", case_class_table, "Classes of errors that differ from this."),
};
const struct bw_table bw_schema_case_resolver = TABLE("case-resolver",
    "lanes.LANE.resolver", case_resolver_rows, "Work on hand-overs that do not match.");
