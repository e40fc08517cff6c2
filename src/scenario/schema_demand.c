/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: customers.
 */
#include "scenario/schema_internal.h"

static const struct bw_row arrivals_rows[] = {
    NUMBER("poisson", RATE, 0, 1, NULL, "Orders per time of a Poisson process."),
    DURATION_LAW("every", NULL, "Time between orders.", .above_min = true),
};
static const struct bw_table arrivals_table = TABLE("arrivals",
    "demand.DEMAND.arrivals", arrivals_rows,
    "When orders come: exactly one of these, or the word `saturated`.", .one_of = true);

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
    LAW("size", QUANTITY, 0, QUANTITY_MAX, "1", "Units per order."),
    {.key = "season",
        .type = BW_ROW_NUMBERS,
        .max = 1e6,
        .count = 12,
        .doc = "Weights of January to December, scaled to a mean of 1; poisson only."},
    DURATION("due", "none", "Time after placement at which an order is due.",
        .words = "none"),
    INTEGER("priority", 1, 1e6, NULL,
        "Class of its orders, 1 first; without it they come after all classes."),
    MONEY("price", MONEY_UNIT, "0", "Money per unit."),
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
