/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of the schema. Tables stand before those that use them. The last argument
 * of a row's macro is its sentence, which further fields may follow.
 */
#include "scenario/schema.h"

#include <math.h>

#define QUANTITY_MAX 1e15
#define DURATION_MAX (100.0 * 365.0 * 86400e6) /* 100 y in ticks */
#define MONEY_MAX 1e15

#define TEXT(k, f, ...)                                                                \
    {                                                                                  \
        .key = k, .type = BW_ROW_TEXT, .fallback = f, .doc = __VA_ARGS__               \
    }
#define WORD(k, w, f, ...)                                                             \
    {                                                                                  \
        .key = k, .type = BW_ROW_WORD, .words = w, .fallback = f, .doc = __VA_ARGS__   \
    }
#define BOOL(k, f, ...)                                                                \
    {                                                                                  \
        .key = k, .type = BW_ROW_BOOL, .fallback = f, .doc = __VA_ARGS__               \
    }
#define NAME(k, t, ...)                                                                \
    {                                                                                  \
        .key = k, .type = BW_ROW_NAME, .target = t, .doc = __VA_ARGS__                 \
    }
#define NAMES(k, t, ...)                                                               \
    {                                                                                  \
        .key = k, .type = BW_ROW_NAMES, .target = t, .doc = __VA_ARGS__                \
    }
#define OBJECT(k, c, ...)                                                              \
    {                                                                                  \
        .key = k, .type = BW_ROW_OBJECT, .child = &c, .doc = __VA_ARGS__               \
    }
#define MAP(k, t, c, ...)                                                              \
    {                                                                                  \
        .key = k, .type = BW_ROW_MAP, .target = t, .child = &c, .doc = __VA_ARGS__     \
    }
#define ONE_OF(k, c, ...)                                                              \
    {                                                                                  \
        .key = k, .type = BW_ROW_ONE_OF, .child = &c, .doc = __VA_ARGS__               \
    }
#define SHARES(k, t, dim, hi, ...)                                                     \
    {                                                                                  \
        .key = k, .type = BW_ROW_SHARES, .target = t, .dimension = BW_DIMENSION_##dim, \
        .max = hi, .doc = __VA_ARGS__                                                  \
    }
#define INTEGER(k, lo, hi, f, ...)                                                     \
    {                                                                                  \
        .key = k, .type = BW_ROW_INTEGER, .min = lo, .max = hi, .fallback = f,         \
        .doc = __VA_ARGS__                                                             \
    }
#define NUMBER(k, dim, lo, hi, f, ...)                                                 \
    {                                                                                  \
        .key = k, .type = BW_ROW_NUMBER, .dimension = BW_DIMENSION_##dim, .min = lo,   \
        .max = hi, .fallback = f, .doc = __VA_ARGS__                                   \
    }
#define LAW(k, dim, lo, hi, f, ...)                                                    \
    {                                                                                  \
        .key = k, .type = BW_ROW_LAW, .dimension = BW_DIMENSION_##dim, .min = lo,      \
        .max = hi, .fallback = f, .doc = __VA_ARGS__                                   \
    }
#define SHARE(k, f, ...) NUMBER(k, SHARE, 0, 1, f, __VA_ARGS__)
#define DURATION(k, f, ...) NUMBER(k, DURATION, 0, DURATION_MAX, f, __VA_ARGS__)
#define DURATION_LAW(k, f, ...) LAW(k, DURATION, 0, DURATION_MAX, f, __VA_ARGS__)
#define QUANTITY(k, f, ...) NUMBER(k, QUANTITY, 0, QUANTITY_MAX, f, __VA_ARGS__)
#define MONEY(k, dim, f, ...) NUMBER(k, dim, 0, MONEY_MAX, f, __VA_ARGS__)
#define MUST .required = true

#define TABLE(n, p, r, ...)                                                            \
    {                                                                                  \
        .name = n, .path = p, .rows = r, .row_count = sizeof r / sizeof r[0],          \
        .doc = __VA_ARGS__                                                             \
    }

/* Time and runs. */

static const struct bw_row time_rows[] = {
    {.key = "start",
        .type = BW_ROW_DATE,
        .required = true,
        .doc = "Date of day 0, the end of the warm-up, at 00:00 UTC."},
    DURATION("warmup", "0", "Time simulated before day 0, which no figure counts."),
    DURATION("horizon", NULL, "Time observed from day 0 on.", MUST, .above_min = true),
    DURATION(
        "cooldown", "0", "Time run on after the horizon so that its orders close."),
};
static const struct bw_table time_table =
    TABLE("time", "time", time_rows, "The calendar of a run.");

static const struct bw_row run_rows[] = {
    INTEGER("replications", 1, 1e7, "20", "Number of independent replications."),
    INTEGER("seed", 0, INFINITY, "1", "Seed of all random numbers."),
};
static const struct bw_table run_table =
    TABLE("run", "run", run_rows, "How often and with which random numbers.");

/* Items. */

static const struct bw_row class_rows[] = {
    {.key = "range",
        .type = BW_ROW_NUMBERS,
        .dimension = BW_DIMENSION_TEMPERATURE,
        .min = -273.15,
        .max = 1000,
        .count = 2,
        .required = true,
        .doc = "Lowest and highest temperature of the label."},
    DURATION(
        "out_of_range_budget", "0", "Time out of range that a lot may spend in all."),
};
static const struct bw_table class_table =
    TABLE("storage-class", "storage.CLASS", class_rows, "A temperature class.");

static const struct bw_row item_rows[] = {
    TEXT("unit", "unit", "What one unit is: vial, g, kit."),
    NUMBER("quantum", NUMBER, 0, QUANTITY_MAX, "1",
        "Smallest quantity, in units; every quantity is a multiple of it.",
        .above_min = true),
    NAME("storage", "storage", "Temperature class that the item needs."),
    DURATION("shelf_life", "unlimited", "Age at which the item expires.",
        .words = "unlimited", .above_min = true),
    NUMBER("value", MONEY_UNIT, 0, MONEY_MAX, "0", "Money per unit."),
    NUMBER("space", NUMBER, 0, QUANTITY_MAX, "1",
        "Places that a unit takes in its temperature class."),
};
static const struct bw_table item_table =
    TABLE("item", "items.ITEM", item_rows, "Something that moves.");

static const struct bw_row packaging_rows[] = {
    DURATION("hold", NULL, "Time for which it keeps the range at qualified_at.", MUST,
        .above_min = true),
    NUMBER("qualified_at", TEMPERATURE, -273.15, 1000, "35",
        "Ambient temperature at which hold was measured."),
    MONEY("cost", MONEY, "0", "Money per shipment."),
};
static const struct bw_table packaging_table = TABLE("packaging", "packaging.PACKAGING",
    packaging_rows, "Passive packaging with a phase-change budget.");

/* Parts shared by lanes, steps and stocks. */

static const struct bw_row resolver_rows[] = {
    NAME("resource", "resources",
        "Who works on it: a resource of the site where the goods are, or "
        "SITE.RESOURCE; "
        "without it the time passes and nobody queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Work per case.", MUST),
    SHARE("reject", "0", "Share of cases whose goods are thrown away."),
};
static const struct bw_table resolver_table = TABLE(
    "resolver", "lanes.LANE.resolver", resolver_rows, "Work on goods that are held.");

static const struct bw_row departures_rows[] = {
    DURATION("every", NULL, "Time between departures.", MUST, .above_min = true),
    DURATION("at", "0", "First departure, counted from day 0."),
};
static const struct bw_table departures_table =
    TABLE("departures", "lanes.LANE.departures", departures_rows, "A timetable.");

/* Sites. */

static const struct bw_row space_rows[] = {
    NUMBER("capacity", PLACES, 0, QUANTITY_MAX, "unlimited",
        "Places; what does not fit waits.", .words = "unlimited"),
};
static const struct bw_table space_table = TABLE("space", "sites.SITE.storage.CLASS",
    space_rows, "Places of one temperature class at one site.");

static const struct bw_row late_rows[] = {
    SHARE("probability", NULL, "Share of orders that are late.", MUST),
    DURATION_LAW("delay", NULL, "Time by which they are late.", MUST),
};
static const struct bw_table late_table = TABLE("late",
    "sites.SITE.supply.ITEM.reliability.late", late_rows, "Orders that come late.");

static const struct bw_row short_rows[] = {
    SHARE("probability", NULL, "Share of orders that come short.", MUST),
    LAW("part", SHARE, 0, 1, NULL, "Share of the quantity that comes.", MUST),
};
static const struct bw_table short_table =
    TABLE("short", "sites.SITE.supply.ITEM.reliability.short", short_rows,
        "Orders delivered in part, the rest cancelled.");

static const struct bw_row reliability_rows[] = {
    SHARE("lost", "0", "Share of orders lost, found out when the lead time ends."),
    OBJECT("late", late_table, "Orders that come late."),
    OBJECT("short", short_table, "Orders delivered in part."),
};
static const struct bw_table reliability_table =
    TABLE("reliability", "sites.SITE.supply.ITEM.reliability", reliability_rows,
        "What can go wrong with an order; the shares add up to 1 at the most.");

static const struct bw_row supply_rows[] = {
    DURATION_LAW("lead_time", NULL, "Time from order to dispatch or delivery.", MUST),
    QUANTITY("minimum", "0", "Smallest order."),
    QUANTITY("multiple", "quantum", "Orders are rounded up to a multiple of it.",
        .words = "quantum", .above_min = true),
    MONEY("price", MONEY_UNIT, "0", "Money per unit."),
    BOOL("in_order", "false", "A later order never overtakes an earlier one."),
    OBJECT("reliability", reliability_table, "What can go wrong with an order."),
};
static const struct bw_table supply_table = TABLE("supply", "sites.SITE.supply.ITEM",
    supply_rows, "An outside source that never runs dry.");

static const struct bw_row failure_rows[] = {
    DURATION_LAW("every", NULL, "Time from repair to the next failure of a server.",
        MUST, .above_min = true),
    DURATION_LAW("repair", NULL, "Time to repair.", MUST),
};
static const struct bw_table failure_table = TABLE("failure",
    "sites.SITE.resources.RESOURCE.failure", failure_rows, "Failures of each server.");

static const struct bw_row resource_rows[] = {
    INTEGER("servers", 0, 1e6, "1", "Number of equal servers."),
    OBJECT("failure", failure_table, "Failures and repairs."),
    MONEY("cost", MONEY_RATE, "0", "Money per server and time."),
};
static const struct bw_table resource_table = TABLE("resource",
    "sites.SITE.resources.RESOURCE", resource_rows, "People or machines with a queue.");

static const struct bw_row rework_rows[] = {
    NAME("to", "steps", "Step that the batch goes back to.", MUST),
    SHARE("probability", NULL, "Share of batches that go back.", MUST),
    INTEGER("at_most", 1, 1e6, "1", "Times that a batch may go back from here."),
};
static const struct bw_table rework_table =
    TABLE("rework", "sites.SITE.make.ITEM.steps.STEP.rework", rework_rows,
        "Short form of then: back with a probability, else on.");

static const struct bw_row test_rows[] = {
    NAME("resource", "resources", "Who tests; without it nobody queues."),
    DURATION_LAW("time", NULL, "Work per batch.", MUST),
    SHARE("reject", "0", "Share of batches that fail and are lost."),
};
static const struct bw_table test_table =
    TABLE("test", "sites.SITE.make.ITEM.steps.STEP.test", test_rows,
        "A test of quality control beside the goods, from the end of the step.");

static const struct bw_row step_rows[] = {
    NAME("resource", "resources", "Resource of the site that is seized."),
    DURATION_LAW("setup", NULL, "Set-up before the work."),
    DURATION_LAW("time", "0", "Work per batch."),
    LAW("yield", SHARE, 0, 1, NULL, "Share of the quantity that goes on."),
    SHARE("reject", "0", "Probability that the whole batch is lost."),
    OBJECT("rework", rework_table, "Going back to an earlier step."),
    SHARES("then", "steps", SHARE, 1, "Shares of batches by where they go next; sum 1.",
        .words = "done|scrap"),
    INTEGER("at_most", 1, 1e6, "1000",
        "Passes of a batch through this step; after the last it goes on in order."),
    OBJECT("test", test_table, "Quality control beside the goods."),
    DURATION_LAW(
        "hold", NULL, "Waiting time beside the goods, from the end of the step."),
    NAME("verify", "ledger", "Ledger on which the step is verified, beside the goods."),
    OBJECT("resolver", resolver_table, "Who resolves a mismatch on that ledger."),
    MONEY("cost", MONEY, "0", "Money per batch."),
};
static const struct bw_table step_table =
    TABLE("step", "sites.SITE.make.ITEM.steps.STEP", step_rows,
        "One step of a recipe; steps follow in the order written.");

static const struct bw_row recipe_rows[] = {
    SHARES("needs", "items", QUANTITY, QUANTITY_MAX,
        "Units of each input per unit started.", .above_min = true),
    QUANTITY("batch", NULL, "Quantity started at once; without it each order its own.",
        .above_min = true),
    MONEY("cost", MONEY_UNIT, "0", "Money per unit started."),
    MAP("steps", "steps", step_table, "The steps, in order.", MUST),
};
static const struct bw_table recipe_table =
    TABLE("recipe", "sites.SITE.make.ITEM", recipe_rows, "How an item is made.");

/* Stocks. */

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

static const struct bw_row policy_rows[] = {
    QUANTITY("base_stock", NULL, "Inventory position kept by ordering at once."),
    OBJECT("min_max", min_max_table, "Up to a level when a point is reached."),
    OBJECT(
        "fixed_quantity", fixed_quantity_table, "A quantity when a point is reached."),
    OBJECT("periodic", periodic_table, "Up to a level at every review."),
    OBJECT("periodic_min_max", periodic_min_max_table,
        "Up to a level at reviews that find a point reached."),
};
static const struct bw_table policy_table =
    TABLE("policy", "sites.SITE.stock.ITEM.policy", policy_rows,
        "The order rule: exactly one of these, or the word `make_to_order`.",
        .one_of = true);

static const struct bw_row review_rows[] = {
    DURATION("every", NULL, "Time between reviews.", MUST, .above_min = true),
    DURATION("at", "0", "First review, counted from day 0."),
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

static const struct bw_row stock_rows[] = {
    NAME("from", "sites",
        "Site that it is ordered from, or `make`; without it there is "
        "the initial stock only.",
        .words = "make"),
    NAMES("by", "lanes",
        "Lane, or lanes in order; may be left out where exactly one lane "
        "joins the sites, or where a supply delivers by itself."),
    {.key = "policy",
        .type = BW_ROW_ONE_OF,
        .child = &policy_table,
        .words = "make_to_order",
        .doc = "The order rule; needed where from is given."},
    OBJECT("review", review_table, "Reviews; without it the review is continuous."),
    WORD("trigger", "at_or_below|below", "at_or_below",
        "Whether the reorder point itself already triggers an order."),
    QUANTITY("safety_stock", "0",
        "Added to reorder point, order-up-to level and base stock."),
    DURATION("safety_lead_time", "0",
        "Time buffer: raises the same levels by the mean demand over that time."),
    WORD("round", "down|up|exact", "down", "How a make-fed stock rounds to batches."),
    BOOL("partial", "true", "Orders asked of this stock may be filled in parts."),
    QUANTITY("initial", "0", "Quantity on hand when the warm-up begins."),
    OBJECT("costs", stock_costs_table, "Costs of this stock."),
};
static const struct bw_table stock_table =
    TABLE("stock", "sites.SITE.stock.ITEM", stock_rows, "Goods kept at a site.");

static const struct bw_row site_rows[] = {
    TEXT("kind", "site", "A label: supplier, plant, warehouse, hub, lab."),
    TEXT("region", "", "A label for regulations."),
    MAP("storage", "storage", space_table, "Places by temperature class."),
    MAP("supply", "items", supply_table, "Outside sources, by item."),
    MAP("resources", NULL, resource_table, "People and machines."),
    MAP("make", "items", recipe_table, "Recipes, by item."),
    MAP("stock", "items", stock_table, "Stocks, by item."),
};
static const struct bw_table site_table =
    TABLE("site", "sites.SITE", site_rows, "A place.");

/* Lanes. */

static const struct bw_row lane_cost_rows[] = {
    MONEY("shipment", MONEY, "0", "Money per shipment."),
    MONEY("unit", MONEY_UNIT, "0", "Money per unit."),
};
static const struct bw_table lane_cost_table =
    TABLE("lane-cost", "lanes.LANE.cost", lane_cost_rows, "Costs of transport.");

static const struct bw_row co2_rows[] = {
    NUMBER("shipment", MASS, 0, MONEY_MAX, "0", "kg of CO2 per shipment."),
    NUMBER("unit", MASS_UNIT, 0, MONEY_MAX, "0", "kg of CO2 per unit."),
};
static const struct bw_table co2_table =
    TABLE("co2", "lanes.LANE.co2", co2_rows, "Emissions of transport.");

static const struct bw_row lane_verify_rows[] = {
    NAME("ship", "ledger", "Ledger verified before the goods leave."),
    NAME("receive", "ledger", "Ledger verified when the goods arrive."),
};
static const struct bw_table lane_verify_table = TABLE(
    "lane-verify", "lanes.LANE.verify", lane_verify_rows, "Where a lane is verified.");

static const struct bw_row lane_rows[] = {
    NAME("from", "sites", "Site where it begins.", MUST),
    NAME("to", "sites", "Site where it ends, or `customers`.", MUST,
        .words = "customers"),
    DURATION_LAW("transit", NULL, "Time on the way.", MUST),
    OBJECT(
        "departures", departures_table, "Timetable; without it goods leave at once."),
    QUANTITY("capacity", "unlimited", "Units per vehicle.", .words = "unlimited",
        .above_min = true),
    DURATION_LAW("customs", NULL, "Time at customs, after the transit."),
    LAW("ambient", TEMPERATURE, -273.15, 1000, NULL,
        "Ambient temperature, one draw per shipment."),
    NAME("packaging", "packaging", "Packaging; without it goods stay in range."),
    OBJECT("cost", lane_cost_table, "Costs."),
    OBJECT("co2", co2_table, "Emissions."),
    OBJECT("verify", lane_verify_table, "Verification on ledgers."),
    OBJECT("resolver", resolver_table, "Who resolves mismatches."),
    SHARE("excursions", "0", "Share of shipments out of range from other causes."),
    OBJECT(
        "disposition", resolver_table, "Who decides on goods that were out of range."),
};
static const struct bw_table lane_table =
    TABLE("lane", "lanes.LANE", lane_rows, "A way for goods.");

/* Ledgers. */

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
static const struct bw_table ledger_table =
    TABLE("ledger", "ledger.LEDGER", ledger_rows, "How hand-overs are verified.");

/* Demand. */

static const struct bw_row arrivals_rows[] = {
    NUMBER("poisson", RATE, 0, 1, NULL, "Orders per time of a Poisson process."),
    DURATION_LAW("every", NULL, "Time between orders.", .above_min = true),
};
static const struct bw_table arrivals_table =
    TABLE("arrivals", "demand.DEMAND.arrivals", arrivals_rows,
        "When orders come: exactly one of these.", .one_of = true);

static const struct bw_row demand_rows[] = {
    NAME("at", "sites", "Site that is asked.", MUST),
    NAME("item", "items", "Item that is asked for.", MUST),
    NAMES("by", "lanes", "Lanes to the customer; without them delivered on issue."),
    ONE_OF("arrivals", arrivals_table, "When orders come.", MUST),
    LAW("size", QUANTITY, 0, QUANTITY_MAX, "1", "Units per order."),
    {.key = "season",
        .type = BW_ROW_NUMBERS,
        .max = 1e6,
        .count = 12,
        .doc = "Weights of January to December, scaled to a mean of 1; poisson only."},
    DURATION("due", "none", "Time after placement at which an order is due.",
        .words = "none"),
    MONEY("price", MONEY_UNIT, "0", "Money per unit."),
    WORD("unmet", "backorder|lost", "backorder", "What becomes of unmet demand."),
    BOOL("partial", "true", "Orders may be filled in parts."),
};
static const struct bw_table demand_table =
    TABLE("demand", "demand.DEMAND", demand_rows, "Customers.");

/* Sweeps. */

static const struct bw_row factor_rows[] = {
    {.key = "path",
        .type = BW_ROW_TEXTS,
        .required = true,
        .doc =
            "Dotted path of what changes, or a list of paths; `*` stands for any key."},
    {.key = "values",
        .type = BW_ROW_VALUES,
        .required = true,
        .doc =
            "The levels; \"*1.2\" multiplies and \"+3\" adds to what the file says."},
};
static const struct bw_table factor_table =
    TABLE("factor", "sweep.factors.FACTOR", factor_rows, "One swept factor.");

static const struct bw_row sweep_rows[] = {
    WORD("design", "grid|one_at_a_time", "grid", "How levels are combined."),
    MAP("factors", NULL, factor_table, "What is varied.", MUST),
};
static const struct bw_table sweep_table =
    TABLE("sweep", "sweep", sweep_rows, "A set of runs.");

static const struct bw_row root_rows[] = {
    INTEGER("bullwhip", 1, 1, NULL, "Version of the format.", MUST),
    TEXT("extends", NULL, "File that this one is laid over, relative to it."),
    TEXT("title", "", "What the scenario is about."),
    TEXT("currency", "EUR", "Unit of money."),
    WORD("endpoint",
        "lead_time|lead_time_units|flow_time|flow_time_without_store|make_release_time",
        "flow_time_without_store", "Time that verdicts and rankings use."),
    WORD("flow_from", "make|receipt|source", "make", "Where the flow time begins."),
    OBJECT("time", time_table, "The calendar.", MUST),
    OBJECT("run", run_table, "Replications and seed."),
    MAP("storage", NULL, class_table, "Temperature classes."),
    MAP("items", NULL, item_table, "What moves.", MUST),
    MAP("packaging", NULL, packaging_table, "Packaging."),
    MAP("sites", NULL, site_table, "Places.", MUST),
    MAP("lanes", NULL, lane_table, "Ways between sites and to customers."),
    MAP("ledger", NULL, ledger_table, "Ledgers."),
    MAP("demand", NULL, demand_table, "Customers."),
    OBJECT("sweep", sweep_table, "Sweep of factors."),
};
const struct bw_table bw_schema_root =
    TABLE("scenario", "", root_rows, "A scenario file.");
