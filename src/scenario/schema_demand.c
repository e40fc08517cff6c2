/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: customers.
 */
#include "scenario/schema_internal.h"

static const struct bw_row periodic_rows[] = {
    DURATION("every", NULL, "Time between orders.", MUST, .above_min = true),
    DURATION("at", "0", "Time of one of them, from day 0; they come before it too."),
};
static const struct bw_table periodic_table = TABLE("periodic",
    "demand.DEMAND.arrivals.periodic", periodic_rows, "Orders that come by the clock.");

static const struct bw_row trace_rows[] = {
    TEXT("file", NULL, "CSV file below the scenario's folder, a line of names first.",
        MUST),
    TEXT("time", "time",
        "Column of the time: a date, with or without the time of day (UTC), or a "
        "duration from day 0."),
    TEXT("unit", NULL, "Unit of plain numbers in the column of the time: d, h ..."),
    TEXT("quantity", "quantity", "Column of the units ordered."),
    TEXT("item", NULL, "Column of the item: rows of other items are left out."),
    TEXT("column", NULL, "Column that says whose order it is."),
    TEXT(
        "is", NULL, "What stands there in the rows of this demand; without it its id."),
};
static const struct bw_table trace_table =
    TABLE("trace", "demand.DEMAND.arrivals.trace", trace_rows,
        "Orders as they were recorded, the same in every replication.");

static const struct bw_row arrivals_rows[] = {
    NUMBER("poisson", RATE, 0, 1, NULL, "Arrivals per time of a Poisson process."),
    DURATION_LAW("every", NULL, "Time between arrivals.", .above_min = true),
    {.key = "periodic",
        .type = BW_ROW_OBJECT,
        .child = &periodic_table,
        .shorthand = "every",
        .doc = "Arrivals by the clock."},
    OBJECT("trace", trace_table, "Orders from a file, with their quantities."),
};
static const struct bw_table arrivals_table = TABLE("arrivals",
    "demand.DEMAND.arrivals", arrivals_rows,
    "When orders come: exactly one of these, or the word `saturated`.", .one_of = true);

static const struct bw_row trend_rows[] = {
    NUMBER("linear", NUMBER, -1000, 1000, NULL,
        "Share of the demand of day 0 that is added per year (365 d); demand falls to "
        "nothing at the most."),
    NUMBER("growth", NUMBER, -1, 1000, NULL,
        "Share by which demand grows per year (365 d), compound.", .above_min = true),
};
static const struct bw_table trend_table = TABLE("trend", "demand.DEMAND.trend",
    trend_rows, "How demand changes from day 0 on: one of these.", .one_of = true);

static const struct bw_row surge_rows[] = {
    NUMBER("from", DURATION, -DURATION_MAX, DURATION_MAX, NULL,
        "When it begins, from day 0.", MUST),
    DURATION("for", NULL, "How long it lasts.", MUST, .above_min = true),
    NUMBER("factor", NUMBER, 0, 1e6, NULL, "By what demand is multiplied.", MUST),
};
static const struct bw_table surge_table = TABLE("surge", "demand.DEMAND.surges.SURGE",
    surge_rows, "A time of more or less demand, such as an outbreak.");

static const struct bw_row payer_rows[] = {
    NUMBER("share", NUMBER, 0, 1e9, "1",
        "Share of the orders that it pays for, relative to the others."),
    MONEY("price", MONEY_UNIT, NULL, "Money per unit that is delivered.", MUST),
};
static const struct bw_table payer_table = TABLE("payer", "demand.DEMAND.payers.PAYER",
    payer_rows, "One of those who pay for the orders of a demand.");

static const struct bw_row penalty_rows[] = {
    MONEY("late", MONEY_UNIT_RATE, "0", "Money per unit and time past due."),
    MONEY("late_order", MONEY, "0", "Money per order in full only after its due date."),
    MONEY("lost", MONEY_UNIT, "0", "Money per unit lost."),
};
static const struct bw_table penalty_table =
    TABLE("penalties", "demand.DEMAND.penalties", penalty_rows,
        "What is paid for orders that are late or lost.");

static const struct bw_row demand_rows[] = {
    NAME("at", "sites", "Site that is asked.", MUST),
    NAME("item", "items", "Item that is asked for.", MUST),
    NAMES("by", "lanes", "Lanes to the customer; without them delivered on issue."),
    ROUTE_ROWS,
    ONE_OF("arrivals", arrivals_table,
        "When orders come; `saturated`: always, so that the resource of the first step "
        "of the recipe is never without work.",
        MUST, .words = "saturated"),
    LAW("together", NUMBER, 0, 1e6, NULL,
        "Orders that come with an arrival, rounded; without it one."),
    LAW("size", QUANTITY, 0, QUANTITY_MAX, "1", "Units per order."),
    OBJECT("open_vial", bw_schema_open_vial,
        "What is wasted of vials that customers open.", .shorthand = "doses"),
    OBJECT("returns", bw_schema_returns, "What customers send back.",
        .shorthand = "share"),
    OBJECT("scan", bw_schema_scan, "The scan of packs when they are dispensed.",
        .shorthand = "alerts"),
    {.key = "season",
        .type = BW_ROW_NUMBERS,
        .max = 1e6,
        .count = 12,
        .doc = "Weights of January to December, scaled to a mean of 1."},
    ONE_OF("trend", trend_table, "Growth or decline."),
    MAP("surges", NULL, surge_table,
        "Times of more or less demand; factors of overlapping ones multiply."),
    NAME("activation", "contracts",
        "Contract that must be in force before its orders are placed; earlier ones are "
        "not."),
    DURATION_LAW("patience", NULL,
        "Time after placement for which an order waits to be issued; what is open "
        "then is lost."),
    DURATION("due", "none", "Time after placement at which an order is due.",
        .words = "none"),
    INTEGER("priority", 1, 1e6, NULL,
        "Class of its orders, 1 first; without it they come after all classes."),
    MONEY("price", MONEY_UNIT, "0", "Money per unit that is delivered."),
    MAP("payers", NULL, payer_table, "Those who pay, in place of one price."),
    OBJECT("penalties", penalty_table, "Penalties."),
    WORD("unmet", "backorder|lost", "backorder",
        "What becomes of unmet demand; where goods are made to order, lost waits for "
        "its "
        "batch and is lost when a queue_limit turns the batch away."),
    DURATION("remaining_shelf_life", "0",
        "Shelf life that goods must have left at least when they are issued to it."),
    BOOL("partial", "true", "Orders may be filled in parts."),
};
const struct bw_table bw_schema_demand =
    TABLE("demand", "demand.DEMAND", demand_rows, "Customers.");
