/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: the root and what has no file of its own.
 */
#include "scenario/schema_internal.h"

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
    BOOL("antithetic", "false",
        "Replications come in pairs whose random numbers mirror each other; results "
        "are "
        "over pair means."),
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
    MONEY("destruction", MONEY_UNIT, "0", "Money per unit that is destroyed."),
    NUMBER("space", NUMBER, 0, QUANTITY_MAX, "1",
        "Places that a unit takes in its temperature class."),
    NUMBER("volume", VOLUME, 0, QUANTITY_MAX, "0",
        "Room that a unit takes in a vehicle; litres."),
    NUMBER("weight", MASS, 0, QUANTITY_MAX, "0", "Weight of a unit; kg."),
    NUMBER("per_pallet", NUMBER, 0, QUANTITY_MAX, "unlimited",
        "Units on a pallet; pallets may be mixed.", .words = "unlimited",
        .above_min = true),
    OBJECT("stability", bw_schema_stability,
        "What it bears outside its label range; without it what its class says."),
};
static const struct bw_table item_table =
    TABLE("item", "items.ITEM", item_rows, "Something that moves.");

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
const struct bw_table bw_schema_resolver = TABLE(
    "resolver", "lanes.LANE.resolver", resolver_rows, "Work on goods that are held.");

static const struct bw_row route_rows[] = {
    NAMES("by", "lanes", "Lane, or lanes in order.", MUST),
    QUANTITY("up_to", "unlimited", "Largest order that takes this route by size.",
        .words = "unlimited"),
};
const struct bw_table bw_schema_route = TABLE("route", "demand.DEMAND.routes.ROUTE",
    route_rows, "One of several routes to a place.");

/* Changes. */

static const struct bw_row change_rows[] = {
    DURATION("at", NULL, "When, from day 0, or the date.", MUST, .or_date = true),
    {.key = "path",
        .type = BW_ROW_TEXTS,
        .required = true,
        .doc =
            "Dotted path of what changes, or a list of paths; `*` stands for any key. "
            "Numbers of order rules, lanes, fleets, docks and servers of resources can "
            "change."},
    TEXT("to", NULL, "The new value.", MUST),
};
static const struct bw_table change_table =
    TABLE("change", "changes.CHANGE", change_rows, "A number that changes at a time.");

/* Pools. */

static const struct bw_row pool_rows[] = {
    WORD("rule", "most_stock|fastest|cheapest", "most_stock",
        "Which member is asked first by one that is short."),
};
static const struct bw_table pool_table =
    TABLE("pool", "pools.POOL", pool_rows, "Stocks that help each other out.");

/* Sweeps. */

static const struct bw_row factor_rows[] = {
    {.key = "path",
        .type = BW_ROW_TEXTS,
        .required = true,
        .doc = "Dotted path of what changes, or a list of paths; `*` stands for any "
               "characters "
               "of a key."},
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

/* Templates and tables. */

#define PARTS(k, c, ...)                                                               \
    {                                                                                  \
        .key = k, .type = BW_ROW_MAP, .child = &c, .is_part = true, .doc = __VA_ARGS__ \
    }

static const struct bw_row defaults_rows[] = {
    PARTS("storage", class_table, "For temperature classes."),
    PARTS("items", item_table, "For items."),
    PARTS("packaging", bw_schema_packaging, "For packaging."),
    PARTS("calendars", bw_schema_calendar, "For calendars."),
    PARTS("climates", bw_schema_climate, "For climates."),
    PARTS("grids", bw_schema_grid, "For grids."),
    PARTS("sites", bw_schema_site, "For sites."),
    PARTS("lanes", bw_schema_lane, "For lanes."),
    PARTS("pools", pool_table, "For pools."),
    PARTS("ledger", bw_schema_ledger, "For ledgers."),
    PARTS("contracts", bw_schema_contract, "For contracts."),
    PARTS("demand", bw_schema_demand, "For customers."),
};
static const struct bw_table defaults_table =
    TABLE("defaults", "defaults", defaults_rows,
        "What elements get whose ids match a pattern, such as `pharmacy-*`, and that "
        "do not "
        "say it themselves; the pattern with the most other characters wins.");

static const struct bw_row tables_rows[] = {
    TEXT("sites", NULL, "Rows of sites; column `site`."),
    TEXT("stock", NULL, "Rows of stocks; columns `site` and `item`."),
    TEXT("lanes", NULL, "Rows of lanes; column `lane`."),
    TEXT("demand", NULL, "Rows of customers; column `demand`."),
};
static const struct bw_table tables_table = TABLE("tables", "tables", tables_rows,
    "CSV files, relative to the scenario, whose other columns are headed by dotted "
    "paths "
    "below the element, with a unit in brackets where cells have none.");

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
    MAP("packaging", NULL, bw_schema_packaging, "Packaging."),
    MAP("calendars", NULL, bw_schema_calendar, "Shifts, holidays and shutdowns."),
    MAP("climates", NULL, bw_schema_climate, "The air at places."),
    MAP("grids", NULL, bw_schema_grid, "Power of regions."),
    MAP("sites", NULL, bw_schema_site, "Places.", MUST),
    MAP("lanes", NULL, bw_schema_lane, "Ways between sites and to customers."),
    MAP("pools", NULL, pool_table, "Stocks that help each other out."),
    MAP("ledger", NULL, bw_schema_ledger, "Ledgers."),
    MAP("contracts", NULL, bw_schema_contract, "Contracts."),
    MAP("demand", NULL, bw_schema_demand, "Customers."),
    MAP("trials", NULL, bw_schema_trial, "Clinical trials."),
    MAP("changes", NULL, change_table, "Numbers that change while the chain runs."),
    OBJECT("defaults", defaults_table, "Values for groups of elements."),
    OBJECT("tables", tables_table, "Elements from CSV files."),
    OBJECT("sweep", sweep_table, "Sweep of factors."),
};
const struct bw_table bw_schema_root =
    TABLE("scenario", "", root_rows, "A scenario file.");
