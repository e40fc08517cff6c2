/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: returns of customers, and the scan at dispensing.
 */
#include "scenario/schema_internal.h"

#define WORK_ROWS                                                                      \
    NAME("resource", "resources",                                                      \
        "Who works on it: a resource of the site, or SITE.RESOURCE; without it the "   \
        "time passes and nobody queues.",                                              \
        .id_or_dotted = true),                                                         \
        DURATION_LAW("time", NULL, "Work per case.", MUST),                            \
        SHARE("reject", "0", "Share of cases whose goods are destroyed."),             \
        MONEY("cost", MONEY, "0", "Money per case.")

static const struct bw_row inspection_rows[] = {WORK_ROWS};
static const struct bw_table inspection_table =
    TABLE("return-inspection", "demand.DEMAND.returns.inspection", inspection_rows,
        "People who look at what comes back.");

static const struct bw_row return_verify_rows[] = {
    NAME("ledger", "ledger", "Ledger that is asked.", MUST),
    GATE_ROWS,
    SHARE("misses", "0",
        "Share of returns whose data are `wrong` or `damaged` that pass all the same."),
};
static const struct bw_table return_verify_table = TABLE("return-verify",
    "demand.DEMAND.returns.verify", return_verify_rows, "Verification of each return.");

static const struct bw_row returns_rows[] = {
    SHARE("share", NULL, "Share of orders that come back, at the size below.", MUST),
    LAW("size", SHARE, 0, 1, NULL,
        "Share of the units of such an order; without it all. Whole quanta come, "
        "rounded up or down at random so that the mean is kept."),
    DURATION_LAW("delay", "0", "Time from delivery until the customer sends them."),
    DURATION_LAW("transit", "0", "Time of the way back."),
    NAME("to", "sites",
        "Site where they arrive, which has a stock of the item; without it the one "
        "that is asked."),
    BOOL("resale", NULL,
        "Goods may be sold again; without it those may whose storage class does not "
        "end below 15 °C."),
    DURATION("remaining_shelf_life", "0",
        "Shelf life that goods must have left to be sold again."),
    OBJECT("inspection", inspection_table,
        "Test of the condition, of all that may be sold again; without it there is "
        "none."),
    OBJECT("verify", return_verify_table, "Verification, beside the inspection.",
        .shorthand = "ledger"),
    OBJECT("data", bw_schema_data, "How late and how wrong the answers are."),
    OBJECT("resolver", bw_schema_case_resolver,
        "Who investigates returns that do not match, or for which no answer came."),
    SHARE("credit", "1", "Share of the price that is paid back for what is restocked."),
    SHARE("credit_refused", "0", "The same, for what is destroyed."),
    MONEY("handling", MONEY_UNIT, "0", "Money per unit that arrives."),
};
const struct bw_table bw_schema_returns = TABLE("returns", "demand.DEMAND.returns",
    returns_rows, "Goods that customers send back.");

static const struct bw_row alert_rows[] = {WORK_ROWS};
static const struct bw_table alert_table = TABLE("scan-resolver",
    "demand.DEMAND.scan.resolver", alert_rows, "People who work on an alert.");

static const struct bw_row scan_rows[] = {
    NUMBER("alerts", SHARE, 0, 0.5, NULL,
        "Share of packs that cause an alert, at most 0.5, since packs that stand in "
        "for others are scanned too.",
        MUST),
    DURATION_LAW("answer", NULL,
        "Time until somebody else has answered and people can work on it; without it "
        "they begin at once."),
    OBJECT("resolver", alert_table, "Work on an alert.", MUST),
};
const struct bw_table bw_schema_scan = TABLE("scan", "demand.DEMAND.scan", scan_rows,
    "Each quantum of the item is a pack that is scanned when it is dispensed.");
