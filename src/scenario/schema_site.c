/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: sites with their storage and supply.
 */
#include "scenario/schema_internal.h"

static const struct bw_row space_cost_rows[] = {
    MONEY("place", MONEY_RATE, "0", "Money per place taken and time."),
    MONEY("fixed", MONEY_RATE, "0", "Money per time."),
    MONEY("overflow", MONEY_RATE, "0",
        "Money per place taken beyond the capacity and time, besides place."),
};
static const struct bw_table space_cost_table = TABLE(
    "space-cost", "sites.SITE.storage.CLASS.cost", space_cost_rows, "Costs of places.");

static const struct bw_row space_rows[] = {
    NUMBER("capacity", PLACES, 0, QUANTITY_MAX, "unlimited",
        "Places of all stocks of the class together.", .words = "unlimited"),
    WORD("when_full", "wait|overflow|refuse", "wait",
        "What does not fit waits at the door, is kept elsewhere at a cost, or is "
        "turned "
        "away and destroyed."),
    OBJECT("cost", space_cost_table, "Costs of these places."),
    OBJECT("equipment", bw_schema_equipment,
        "What keeps them cold; without it nothing ever fails."),
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

static const struct bw_row supply_capacity_rows[] = {
    QUANTITY("quantity", NULL, "Units per period; what does not fit waits.", MUST),
    DURATION("per", NULL, "Length of a period.", MUST, .above_min = true),
    DURATION("at", "0", "Start of a period, counted from day 0."),
};
static const struct bw_table supply_capacity_table =
    TABLE("supply-capacity", "sites.SITE.supply.ITEM.capacity", supply_capacity_rows,
        "Capacity of a supplier; what a period leaves is lost.");

static const struct bw_row supply_check_rows[] = {
    NAME("resource", "resources",
        "Who does it: a resource of the supplier's site, or SITE.RESOURCE; without it "
        "nobody queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Time of an attempt.", MUST),
    SHARE("fail", "0", "Probability that an attempt fails and is repeated."),
    DURATION_LAW("retry", "0", "Wait before an attempt is repeated."),
    MONEY("cost", MONEY, "0", "Money per attempt."),
};
static const struct bw_table supply_check_table =
    TABLE("supply-check", "sites.SITE.supply.ITEM.onboarding.checks.CHECK",
        supply_check_rows, "Something that a supplier must pass.");

static const struct bw_row credentials_rows[] = {
    DURATION("valid", NULL, "Time for which they are valid.", MUST, .above_min = true),
    DURATION("renew_before", "0", "Time before their end at which renewal begins."),
    DURATION_LAW("renewal", "0", "Time that renewal takes."),
    MONEY("cost", MONEY, "0", "Money per renewal."),
};
static const struct bw_table credentials_table =
    TABLE("credentials", "sites.SITE.supply.ITEM.onboarding.credentials",
        credentials_rows, "Without valid credentials a supplier takes no orders.");

static const struct bw_row onboarding_rows[] = {
    BOOL("done", "false", "It is admitted when the warm-up begins."),
    DURATION("start", "on_need",
        "When the checks begin, from day 0 or by date; or when there is first need of "
        "it.",
        .words = "on_need", .or_date = true),
    NAME("contract", "contracts",
        "Contract that admits it, in place of all other keys here."),
    WORD("order", "series|parallel", "series",
        "Whether checks follow each other, as written, or go on together."),
    MAP("checks", NULL, supply_check_table, "What it must pass."),
    OBJECT("credentials", credentials_table, "What must be renewed."),
};
static const struct bw_table onboarding_table =
    TABLE("onboarding", "sites.SITE.supply.ITEM.onboarding", onboarding_rows,
        "How a supplier is admitted; until then it takes no orders.");

static const struct bw_row expedite_rows[] = {
    DURATION_LAW("lead_time", NULL, "Lead time of hurried orders.", MUST),
    MONEY("order", MONEY, "0", "Extra money per hurried order."),
    MONEY("unit", MONEY_UNIT, "0", "Extra money per unit of it."),
};
static const struct bw_table expedite_table =
    TABLE("expedite", "sites.SITE.supply.ITEM.expedite", expedite_rows,
        "How orders of stocks with expedite_below are hurried.");

static const struct bw_row supply_rows[] = {
    DURATION_LAW("lead_time", NULL, "Time from order to dispatch or delivery.", MUST),
    QUANTITY("minimum", "0", "Smallest order."),
    QUANTITY("multiple", "quantum", "Orders are multiples of it.", .words = "quantum",
        .above_min = true),
    QUANTITY("maximum", "unlimited",
        "Largest order; what is wanted beyond it is ordered in several.",
        .words = "unlimited", .above_min = true),
    WORD("round", "up|nearest|down", "up",
        "How what is wanted becomes a size that is sold."),
    OBJECT("capacity", supply_capacity_table, "What can be started per period."),
    MONEY("price", MONEY_UNIT, "0", "Money per unit."),
    OBJECT("expedite", expedite_table, "How orders can be hurried."),
    BOOL("in_order", "false", "A later order never overtakes an earlier one."),
    OBJECT("reliability", reliability_table, "What can go wrong with an order."),
    NAMES("contracts", "contracts",
        "Contracts of the supplier: goods leave while all of them let them."),
    OBJECT("onboarding", onboarding_table,
        "How it is admitted; without it, it always takes orders."),
};
static const struct bw_table supply_table = TABLE("supply", "sites.SITE.supply.ITEM",
    supply_rows, "An outside source that never runs dry.");

static const struct bw_row fleet_rows[] = {
    INTEGER("vehicles", 0, 1e6, "1", "Number of equal vehicles."),
    MONEY("cost", MONEY_RATE, "0", "Money per vehicle and time, driving or not."),
};
static const struct bw_table fleet_table = TABLE("fleet", "sites.SITE.fleets.FLEET",
    fleet_rows, "Vehicles that live at a site and serve the lanes from there.");

static const struct bw_row loading_rows[] = {
    INTEGER("doors", 0, 1e6, "1", "Vehicles that can be loaded at once."),
    DURATION_LAW("time", "0", "Time at a door per vehicle."),
    DURATION("per_unit", "0", "Time at a door that each unit adds."),
};
static const struct bw_table loading_table =
    TABLE("loading", "sites.SITE.docks.loading", loading_rows,
        "Doors at which all vehicles are loaded that leave from here.");

static const struct bw_row dock_rows[] = {
    INTEGER("doors", 0, 1e6, "1", "Shipments that can be unloaded at once."),
    DURATION_LAW("unload", "0", "Time at a door per shipment."),
    DURATION("per_unit", "0", "Time at a door that each unit adds."),
    OBJECT("loading", loading_table,
        "Doors for vehicles that leave; without them these leave at once."),
};
static const struct bw_table dock_table = TABLE("docks", "sites.SITE.docks", dock_rows,
    "Doors at which all shipments are unloaded that arrive here.");

static const struct bw_row overdue_rows[] = {
    MONEY("unit", MONEY_UNIT, "0", "Money per unit that is put into storage."),
    MONEY("time", MONEY_UNIT_RATE, "0", "Money per unit and time beyond the window."),
};
static const struct bw_table overdue_table =
    TABLE("cross-dock-storage", "sites.SITE.cross_dock.storage", overdue_rows,
        "What goods cost that stay longer than the window.");

static const struct bw_row cross_dock_rows[] = {
    DURATION("window", "unlimited",
        "Time from unloading to departure within which goods are to go on.",
        .words = "unlimited"),
    OBJECT("storage", overdue_table, "Cost of goods that stay longer."),
    OBJECT("capacity", bw_schema_capacity,
        "Room for goods that pass through; shipments that find none wait at their "
        "doors.",
        .shorthand = "units"),
};
static const struct bw_table cross_dock_table =
    TABLE("cross-dock", "sites.SITE.cross_dock", cross_dock_rows,
        "Goods that pass through from one lane to the next.");

static const struct bw_row production_rows[] = {
    WORD("rule", "fifo|due_date|least_slack|critical_ratio|priority", "fifo",
        "Which waiting batch is released to the floor first."),
    NUMBER("wip_limit", NUMBER, 1, 1e9, "unlimited",
        "Batches of all recipes on the floor at once; others wait.",
        .words = "unlimited"),
};
static const struct bw_table production_table = TABLE("production",
    "sites.SITE.production", production_rows, "How batches are released to the floor.");

static const struct bw_row purchasing_rows[] = {
    DURATION("window", NULL,
        "Time after the first order for which others are gathered.", MUST,
        .above_min = true),
    MONEY("cost", MONEY, "0", "Money per joint order."),
};
static const struct bw_table purchasing_table =
    TABLE("purchasing", "sites.SITE.purchasing", purchasing_rows,
        "Orders of this site with the suppliers of another that go out together.");

static const struct bw_row site_rows[] = {
    TEXT("kind", "site", "A label: supplier, plant, warehouse, hub, lab."),
    TEXT("region", "", "A label for regulations."),
    NAME("climate", "climates", "The air around it."),
    NAME("grid", "grids", "Where its power comes from; without it power never fails."),
    MONEY("cost", MONEY_RATE, "0", "Money per time for the site as a whole."),
    NUMBER("floor_space", NUMBER, 0, QUANTITY_MAX, "unlimited",
        "Floor space for extra servers of its resources, in any unit.",
        .words = "unlimited"),
    MAP("storage", "storage", space_table, "Places by temperature class."),
    MAP("supply", "items", supply_table, "Outside sources, by item."),
    OBJECT("purchasing", purchasing_table,
        "Orders with suppliers go out together; without it each by itself."),
    MAP("resources", NULL, bw_schema_resource, "People and machines."),
    OBJECT("production", production_table, "How batches are released to the floor."),
    MAP("make", "items", bw_schema_recipe,
        "Recipes, by the item that they make or a name."),
    MAP("stock", "items", bw_schema_stock, "Stocks, by item."),
    OBJECT("docks", dock_table,
        "Doors for arriving shipments; without them these are unloaded at once."),
    OBJECT("cross_dock", cross_dock_table,
        "Goods that pass through; without it they may be any number for any time."),
    MAP("fleets", NULL, fleet_table, "Vehicles that live here."),
};
const struct bw_table bw_schema_site =
    TABLE("site", "sites.SITE", site_rows, "A place.");
