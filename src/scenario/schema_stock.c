/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: stocks and their order rules.
 */
#include "chain/network.h"
#include "scenario/schema_internal.h"

static const struct bw_row min_max_rows[] = {
    QUANTITY("reorder_point", NULL, "Inventory position at which is ordered.", MUST),
    QUANTITY("order_up_to", NULL, "Inventory position after ordering.", MUST),
};
static const struct bw_table min_max_table = TABLE("min_max",
    "sites.SITE.stock.ITEM.policy.min_max", min_max_rows, "The (s, S) rule.");
static const struct bw_table periodic_min_max_table =
    TABLE("periodic_min_max", "sites.SITE.stock.ITEM.policy.periodic_min_max",
        min_max_rows, "The (R, s, S) rule.");

static const struct bw_row fixed_quantity_rows[] = {
    QUANTITY("reorder_point", NULL, "Inventory position at which is ordered.", MUST),
    QUANTITY("quantity", NULL, "Quantity of an order.", MUST, .above_min = true),
};
static const struct bw_table fixed_quantity_table =
    TABLE("fixed_quantity", "sites.SITE.stock.ITEM.policy.fixed_quantity",
        fixed_quantity_rows, "The (r, Q) rule.");

static const struct bw_row periodic_rows[] = {
    QUANTITY("order_up_to", NULL, "Inventory position after ordering.", MUST),
};
static const struct bw_table periodic_table = TABLE("periodic",
    "sites.SITE.stock.ITEM.policy.periodic", periodic_rows, "The (R, S) rule.");

static const struct bw_row cover_rows[] = {
    DURATION(
        "reorder_point", NULL, "Time whose expected demand triggers an order.", MUST),
    DURATION("order_up_to", NULL, "Time whose expected demand is ordered up to.", MUST),
};
static const struct bw_table cover_table =
    TABLE("cover", "sites.SITE.stock.ITEM.policy.cover", cover_rows,
        "Days of cover: the (s, S) rule on a forecast.");

static const struct bw_row buffer_rows[] = {
    DURATION("lead_time", NULL, "Decoupled lead time.", MUST),
    NUMBER("lead_time_factor", NUMBER, 0, 10, "0.5",
        "Share of the usage in red and green."),
    NUMBER(
        "variability_factor", NUMBER, 0, 10, "0.5", "Addition to red for variability."),
    DURATION("order_cycle", "0", "Time whose expected demand green holds at least."),
    QUANTITY("minimum", "0", "Quantity that green holds at least."),
};
static const struct bw_table buffer_table =
    TABLE("buffer", "sites.SITE.stock.ITEM.policy.buffer", buffer_rows,
        "A demand-driven buffer with red, yellow and green zones.");

static const struct bw_row irt_rows[] = {
    QUANTITY("min", "0",
        "Units on top of the prediction of the short window at which is ordered, while "
        "patients may still come."),
    QUANTITY("max", "0",
        "Units on top of the prediction of the window up to which is ordered, while "
        "patients may still come."),
    DURATION("short_window", NULL,
        "Time whose predicted demand triggers an order, a little more than the lead "
        "time.",
        MUST),
    DURATION("window", NULL, "Time whose predicted demand is ordered.", MUST),
    DURATION("window_after", "0",
        "In place of window once enrolment has ended; 0 keeps it."),
    BOOL("together", "false",
        "When it orders, the other kits of the site that have this rule are ordered up "
        "to their levels too."),
};
static const struct bw_table irt_table =
    TABLE("irt", "sites.SITE.stock.ITEM.policy.irt", irt_rows,
        "Resupply of kits by a buffer and by what the trials expect.");

static const struct bw_row need_rows[] = {
    NUMBER("overage", NUMBER, 0, 1e6, "0",
        "Share of the kits that trials still need by which more are to be there."),
    SHARE("share", "1", "Share of what is missing that is ordered.", .above_min = true),
    DURATION("keep", "0", "Kits that keep for less do not count as being there."),
};
static const struct bw_table need_table =
    TABLE("planned-need", "sites.SITE.stock.ITEM.policy.planned.orders.ORDER.need",
        need_rows, "An order that is sized on its date.");

static const struct bw_row planned_order_rows[] = {
    DURATION("at", NULL, "When it is placed, from day 0.", MUST, .or_date = true),
    QUANTITY("quantity", NULL, "Quantity; either this or need."),
    OBJECT("need", need_table, "Sizes it by what clinical trials still need then.",
        .shorthand = "overage"),
    DURATION("shelf_life", "unlimited",
        "Shelf life that the goods have at the most when they come in.",
        .words = "unlimited", .above_min = true),
};
static const struct bw_table planned_order_table =
    TABLE("planned-order", "sites.SITE.stock.ITEM.policy.planned.orders.ORDER",
        planned_order_rows, "An order by date, such as a packaging campaign.");

static const struct bw_row planned_rows[] = {
    NUMBER("scale", NUMBER, 0, 1e6, "1", "By what all quantities are multiplied."),
    MAP("orders", NULL, planned_order_table, "The orders.", MUST),
};
static const struct bw_table planned_table = TABLE(
    "planned", "sites.SITE.stock.ITEM.policy.planned", planned_rows, "Orders by date.");

static const struct bw_row policy_rows[] = {
    QUANTITY("base_stock", NULL, "Inventory position kept by ordering at once."),
    OBJECT("min_max", min_max_table, "Up to a level when a point is reached."),
    OBJECT(
        "fixed_quantity", fixed_quantity_table, "A quantity when a point is reached."),
    OBJECT("periodic", periodic_table, "Up to a level at every review."),
    OBJECT("periodic_min_max", periodic_min_max_table,
        "Up to a level at reviews that find a point reached."),
    OBJECT("cover", cover_table, "Up to so many days of expected demand."),
    OBJECT("buffer", buffer_table, "Up to the top of green when yellow is reached."),
    OBJECT("irt", irt_table, "Kits of clinical trials, by scheduled visits."),
    OBJECT("planned", planned_table, "Quantities by date."),
};
static const struct bw_table policy_table =
    TABLE("policy", "sites.SITE.stock.ITEM.policy", policy_rows,
        "The order rule: exactly one of these, or the word `make_to_order`.",
        .one_of = true);

static const struct bw_row moving_average_rows[] = {
    DURATION("window", NULL, "Days that are averaged.", MUST, .above_min = true),
    NUMBER("initial", RATE, 0, 1, NULL,
        "Demand of days before the start; without it the long-run mean of the "
        "scenario."),
};
static const struct bw_table moving_average_table =
    TABLE("moving-average", "sites.SITE.stock.ITEM.forecast.moving_average",
        moving_average_rows, "Mean of the last days.");

static const struct bw_row smoothing_rows[] = {
    SHARE("alpha", NULL, "Weight of the last day.", MUST),
    NUMBER("initial", RATE, 0, 1, NULL,
        "First forecast; without it the long-run mean of the scenario."),
};
static const struct bw_table smoothing_table =
    TABLE("smoothing", "sites.SITE.stock.ITEM.forecast.smoothing", smoothing_rows,
        "Simple exponential smoothing.");

static const struct bw_row forecast_rows[] = {
    OBJECT("moving_average", moving_average_table, "Mean of the last days."),
    OBJECT("smoothing", smoothing_table, "Simple exponential smoothing."),
    NUMBER("fixed", RATE, 0, 1, NULL, "Demand that is planned with, right or wrong."),
};
static const struct bw_table forecast_table =
    TABLE("forecast", "sites.SITE.stock.ITEM.forecast", forecast_rows,
        "What it expects to be asked for, anew every day: exactly one of these.",
        .one_of = true);

static const struct bw_row service_rows[] = {
    NUMBER("cycle", SHARE, 0.5, 0.999999, NULL,
        "Cycle service level: share of replenishment cycles without a shortage; either "
        "this or fill_rate."),
    NUMBER("fill_rate", SHARE, 0.5, 0.999999, NULL,
        "Share of what is asked for that is to be issued at once."),
    DURATION("lead_time", NULL, "Mean lead time of an order.", MUST),
    DURATION("lead_time_sd", "0", "Standard deviation of the lead time."),
    QUANTITY("demand_sd", NULL,
        "Standard deviation of the demand of a day; without it that of the forecast."),
};
static const struct bw_table service_table =
    TABLE("service-level", "sites.SITE.stock.ITEM.service_level", service_rows,
        "Safety stock by the normal formula.");

static const struct bw_row review_rows[] = {
    DURATION("every", NULL, "Time between reviews.", .above_min = true),
    {.key = "weekdays",
        .type = BW_ROW_WORDS,
        .words = "mon|tue|wed|thu|fri|sat|sun",
        .doc = "Days of the week with a review, in place of every."},
    DURATION("at", "0",
        "With every: a review, counted from day 0; with weekdays: the time of the "
        "day."),
};
static const struct bw_table review_table =
    TABLE("review", "sites.SITE.stock.ITEM.review", review_rows, "When is reviewed.");

static const struct bw_row stock_costs_rows[] = {
    MONEY("holding", MONEY_UNIT_RATE, "0", "Money per unit on hand and time."),
    MONEY("order", MONEY, "0", "Money per order."),
    MONEY("unit", MONEY_UNIT, "0", "Money per unit ordered."),
    MONEY("shortage", MONEY_UNIT_RATE, "0", "Money per unit backordered and time."),
};
static const struct bw_table stock_costs_table =
    TABLE("stock-costs", "sites.SITE.stock.ITEM.costs", stock_costs_rows, "Costs.");

static const struct bw_row source_rows[] = {
    INTEGER("priority", 1, 1e6, NULL,
        "Rank of this source, 1 first; without it the sources rank as written."),
    NUMBER("share", NUMBER, 0, QUANTITY_MAX, "1",
        "Part of what is ordered, relative to the sum over the sources; split only."),
    NAMES("by", "lanes", "Lane, or lanes in order, from there."),
    ROUTE_ROWS,
    MONEY("price", MONEY_UNIT, "0",
        "Money per unit ordered there, besides the supplier's price."),
    QUANTITY("up_to", "unlimited", "Largest order that goes there; by_size only.",
        .words = "unlimited"),
};
static const struct bw_table source_table =
    TABLE("source", "sites.SITE.stock.ITEM.from.SITE", source_rows,
        "One of several sources of a stock.");

static const struct bw_row initial_lot_rows[] = {
    QUANTITY("quantity", NULL, "Quantity on hand.", MUST),
    DURATION("age", "0", "Age when the warm-up begins; below the shelf life."),
};
static const struct bw_table initial_lot_table = TABLE("initial-lot",
    "sites.SITE.stock.ITEM.initial_lots.LOT", initial_lot_rows, "Goods of one age.");

static const struct bw_row initial_order_rows[] = {
    QUANTITY("quantity", NULL, "Quantity on order.", MUST),
    DURATION("arrives", NULL, "Time from the beginning of the warm-up to the arrival.",
        MUST),
    DURATION("age", "0", "Age when the warm-up begins; below the shelf life."),
};
static const struct bw_table initial_order_table =
    TABLE("initial-order", "sites.SITE.stock.ITEM.initial_orders.ORDER",
        initial_order_rows, "Goods on their way.");

static const struct bw_row push_rows[] = {
    WORD("rule", "fair_share|shares|levels", "fair_share",
        "How goods are shared out: so that all last equally long, in fixed shares, or "
        "up to levels."),
    SHARES("to", "sites", QUANTITY, QUANTITY_MAX,
        "Receivers with their weight or level; without it, under fair_share, all "
        "stocks "
        "that can order here, by their long-run demand."),
    QUANTITY("keep", "0", "Usable quantity that is not sent on."),
};
static const struct bw_table push_table = TABLE("push", "sites.SITE.stock.ITEM.push",
    push_rows, "What comes in is sent on without being asked for.");

static const struct bw_row visibility_rows[] = {
    SHARE("participation", "1",
        "Share of partners downstream that tell, drawn for each of them and "
        "replication."),
    DURATION_LAW("delay", "0", "Time from what they are asked for to its report."),
};
static const struct bw_table visibility_table =
    TABLE("visibility", "sites.SITE.stock.ITEM.visibility", visibility_rows,
        "What partners downstream tell of their demand and stock.");

static const struct bw_row stock_rows[] = {
    NAMES("from", "sites",
        "Site that it is ordered from, or `make`, or several of them; without it there "
        "is the initial stock only.",
        .words = "make", .child = &source_table),
    WORD("source", "priority|split|cheapest|fastest|most_stock|first_available|by_size",
        "priority", "Which of several sources gets an order."),
    WORD("choose", "per_order|once", "per_order",
        "Whether each order chooses, or the first one for all."),
    QUANTITY("expedite_below", NULL,
        "Orders placed while on hand less backorders is below it are hurried, where "
        "the "
        "supplier can."),
    BOOL("reallocate", "false",
        "What a source cannot give at once goes to the next source."),
    NAMES("by", "lanes",
        "Lane, or lanes in order; may be left out where exactly one lane "
        "joins the sites, or where a supply delivers by itself; of several sources "
        "each has its own."),
    ROUTE_ROWS,
    {.key = "policy",
        .type = BW_ROW_ONE_OF,
        .child = &policy_table,
        .words = "make_to_order|pushed",
        .doc = "The order rule; needed where from is given. A stock that is pushed "
               "orders nothing by itself."},
    ONE_OF("forecast", forecast_table,
        "What it expects to be asked for; without it the long-run mean of the "
        "scenario."),
    OBJECT("visibility", visibility_table,
        "Its forecast and echelon position see what partners downstream are asked for; "
        "without it the forecast sees orders."),
    OBJECT("review", review_table, "Reviews; without it the review is continuous."),
    WORD("position", "installation|echelon", "installation",
        "Whether its position is its own, or that of all stocks that it feeds too."),
    WORD("trigger", "at_or_below|below", "at_or_below",
        "Whether the reorder point itself already triggers an order."),
    QUANTITY("safety_stock", "0",
        "Added to reorder point, order-up-to level and base stock."),
    DURATION("safety_lead_time", "0",
        "Time buffer: raises the same levels by the mean demand over that time."),
    DURATION("hard_safety_lead_time", NULL,
        "Time buffer that cannot be skipped: raises the same levels, and goods cannot "
        "be "
        "issued before they have been here for that time."),
    OBJECT("service_level", service_table,
        "Safety stock for a cycle service level, on top of the others."),
    BOOL("orders_fit_space", "false",
        "An order is cut to the places that its goods will find."),
    WORD("round", "down|up|exact", "down", "How a make-fed stock rounds to batches."),
    WORD("allocation", "fcfs|priority|due_date|proportional", "fcfs",
        "Whom it serves first, or whether it shares out, when goods are short."),
    {.key = "reserve",
        .type = BW_ROW_NUMBERS,
        .dimension = BW_DIMENSION_QUANTITY,
        .max = QUANTITY_MAX,
        .count = BW_RESERVE_LIMIT,
        .count_min = 1,
        .doc = "Units kept from orders of class 1, 2, ...; the last number also holds "
               "for later classes and for orders without one."},
    INTEGER("priority", 1, 1e6, NULL,
        "Class of the orders that it places for nobody who waits, 1 first; without it "
        "they come after all classes."),
    DURATION("remaining_shelf_life", "0",
        "Shelf life that goods must have left at least when they are issued to it."),
    BOOL("partial", "true", "Orders asked of this stock may be filled in parts."),
    OBJECT("push", push_table,
        "How goods that come in are shared out among the stocks that it feeds."),
    NAME("pool", "pools", "Pool in which stocks of the item help each other out."),
    QUANTITY("pool_keep", "0",
        "Usable quantity that it does not give to other members of its pool."),
    BOOL("ship_held", "false",
        "Goods may leave for other stocks and customers at risk: while tests, records "
        "and reviews of a recipe are still open."),
    QUANTITY("initial", "0", "Fresh quantity on hand when the warm-up begins."),
    MAP("initial_lots", NULL, initial_lot_table,
        "More goods on hand then, lots with an age."),
    MAP("initial_orders", NULL, initial_order_table,
        "Goods on order or in transit when the warm-up begins."),
    OBJECT("costs", stock_costs_table, "Costs of this stock."),
};
const struct bw_table bw_schema_stock =
    TABLE("stock", "sites.SITE.stock.ITEM", stock_rows, "Goods kept at a site.");
