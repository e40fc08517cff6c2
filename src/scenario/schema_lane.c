/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: lanes.
 */
#include "scenario/schema_internal.h"

static const struct bw_row lane_cost_rows[] = {
    MONEY("shipment", MONEY, "0", "Money per shipment."),
    MONEY("unit", MONEY_UNIT, "0", "Money per unit."),
    MONEY("km", MONEY_DISTANCE, "0", "Money per shipment and km of the distance."),
    MONEY("unit_km", MONEY_UNIT_DISTANCE, "0", "Money per unit and km."),
    NUMBER("capital", RATE, 0, 1, "0",
        "Share of the value of goods per time that they are on their way."),
};
static const struct bw_table lane_cost_table =
    TABLE("lane-cost", "lanes.LANE.cost", lane_cost_rows, "Costs of transport.");

static const struct bw_row co2_rows[] = {
    NUMBER("shipment", MASS, 0, MONEY_MAX, "0", "kg of CO2 per shipment."),
    NUMBER("unit", MASS_UNIT, 0, MONEY_MAX, "0", "kg of CO2 per unit."),
    NUMBER("km", MASS_DISTANCE, 0, MONEY_MAX, "0", "kg of CO2 per shipment and km."),
    NUMBER(
        "unit_km", MASS_UNIT_DISTANCE, 0, MONEY_MAX, "0", "kg of CO2 per unit and km."),
};
static const struct bw_table co2_table =
    TABLE("co2", "lanes.LANE.co2", co2_rows, "Emissions of transport.");

static const struct bw_row lane_verify_rows[] = {
    NAME("ship", "ledger", "Ledger verified before the goods leave."),
    NAME("receive", "ledger", "Ledger verified when the goods arrive."),
    GATE_ROWS,
};
static const struct bw_table lane_verify_table = TABLE(
    "lane-verify", "lanes.LANE.verify", lane_verify_rows, "Where a lane is verified.");

static const struct bw_row departures_rows[] = {
    DURATION(
        "every", NULL, "Period after which the departures repeat.", .above_min = true),
    {.key = "at",
        .type = BW_ROW_NUMBERS,
        .dimension = BW_DIMENSION_DURATION,
        .max = DURATION_MAX,
        .doc =
            "With every: departures counted from day 0 (default 0); with days: times "
            "of the day (default 0 h); alone: each departure once."},
    {.key = "days",
        .type = BW_ROW_WORDS,
        .words = "mon|tue|wed|thu|fri|sat|sun",
        .doc = "Days of the week on which vehicles leave."},
    DURATION("cut_off", "0", "Time before a departure at which goods must be ready."),
    INTEGER("vehicles", 1, 1e6, "1", "Vehicles per departure, at the most."),
};
static const struct bw_table departures_table =
    TABLE("departures", "lanes.LANE.departures", departures_rows, "A timetable.");

static const struct bw_row consolidate_rows[] = {
    SHARE("fill", "1", "Share of the capacity at which a vehicle leaves.",
        .above_min = true),
    DURATION("every", NULL, "Clock at which all that waits leaves.", .above_min = true),
    DURATION("at", "0", "First stroke of the clock, counted from day 0."),
    DURATION("longest_wait", "unlimited",
        "Time after which the oldest goods leave, full or not.", .words = "unlimited"),
};
static const struct bw_table consolidate_table = TABLE("consolidate",
    "lanes.LANE.consolidate", consolidate_rows, "How long goods wait for others.");

static const struct bw_row capacity_rows[] = {
    QUANTITY("units", "unlimited", "Units.", .words = "unlimited", .above_min = true),
    NUMBER("volume", VOLUME, 0, QUANTITY_MAX, "unlimited", "Litres.",
        .words = "unlimited", .above_min = true),
    NUMBER("weight", MASS, 0, QUANTITY_MAX, "unlimited", "kg.", .words = "unlimited",
        .above_min = true),
    NUMBER("pallets", NUMBER, 0, QUANTITY_MAX, "unlimited", "Pallets.",
        .words = "unlimited", .above_min = true),
};
const struct bw_table bw_schema_capacity = TABLE("capacity", "lanes.LANE.capacity",
    capacity_rows, "What a vehicle carries; what is full first binds.");

static const struct bw_row lane_fleet_rows[] = {
    NAME("of", "fleets", "Fleet of the site where the lane begins.", MUST),
    DURATION_LAW("return", NULL,
        "Time from unloading until the vehicle is home again; without it a draw of the "
        "law of transit."),
};
static const struct bw_table lane_fleet_table = TABLE("lane-fleet", "lanes.LANE.fleet",
    lane_fleet_rows, "Which vehicles serve the lane, and how they come home.");

static const struct bw_row delay_rows[] = {
    SHARE("probability", NULL, "Share of shipments that are late.", MUST),
    DURATION_LAW("time", NULL, "Time by which they are late.", MUST),
    {.key = "season",
        .type = BW_ROW_NUMBERS,
        .max = 1e6,
        .count = 12,
        .doc =
            "Weights of the probability, January to December by departure, scaled to "
            "a mean of 1."},
    SHARE("common_day", "0",
        "Share of shipments that follow one draw for their lane and day."),
};
static const struct bw_table delay_table =
    TABLE("delay", "lanes.LANE.delay", delay_rows, "Delays: probability times time.");

static const struct bw_row customs_rows[] = {
    DURATION_LAW("dwell", "0", "Time of every shipment."),
    SHARE("inspect", "0", "Share of shipments that are opened."),
    DURATION_LAW("inspection", "0", "Time that an inspection adds."),
};
static const struct bw_table customs_table = TABLE(
    "customs", "lanes.LANE.customs", customs_rows, "Time at customs, and inspections.");

static const struct bw_row stop_rows[] = {
    DURATION_LAW("drive", NULL, "Time of the way from the place before.", MUST),
    DURATION_LAW("unload", NULL,
        "Time of unloading; without it that of the docks of the site, if it has any."),
    NUMBER("distance", DISTANCE, 0, MONEY_MAX, "0",
        "Way from the place before, for costs and emissions per km."),
};
static const struct bw_table stop_table = TABLE("stop", "lanes.LANE.stops.SITE",
    stop_rows, "A stop of a tour, at a site or at the customers.");

static const struct bw_row lane_rows[] = {
    NAME("from", "sites", "Site where it begins.", MUST),
    NAME("to", "sites",
        "Site where it ends, or `customers`; needed unless there are stops.",
        .words = "customers"),
    DURATION_LAW("transit", NULL,
        "Time on the way; needed unless there are stops, or legs with times of their "
        "own."),
    MAP("legs", NULL, bw_schema_leg,
        "Parts of the way, in order; without them it is one with one ambient."),
    MAP("stops", "sites", stop_table,
        "Places that a vehicle serves one after the other, in place of to and "
        "transit."),
    WORD("allocate", "queue|stops|shares", "queue",
        "What a vehicle takes when it cannot carry all that waits for its stops."),
    OBJECT(
        "departures", departures_table, "Timetable; without it goods leave at once."),
    OBJECT("consolidate", consolidate_table,
        "Waiting for a fuller vehicle; without it nothing waits for others."),
    OBJECT("fleet", lane_fleet_table,
        "Vehicles of the site where it begins; without it there is always one.",
        .shorthand = "of"),
    OBJECT("capacity", bw_schema_capacity, "What a vehicle carries.",
        .shorthand = "units"),
    DURATION("remaining_shelf_life", "0",
        "Goods that keep for less when they are issued do not go on this lane."),
    NAMES("contracts", "contracts",
        "Contracts of its carrier: goods leave while all of them let them."),
    OBJECT("delay", delay_table, "Delays on the way, beyond the transit."),
    OBJECT(
        "customs", customs_table, "Customs, after the transit.", .shorthand = "dwell"),
    LAW("ambient", TEMPERATURE, -273.15, 1000, NULL,
        "Ambient temperature, one draw per shipment."),
    NAME("packaging", "packaging", "Packaging; without it goods stay in range."),
    BOOL("repack", "true",
        "Whether goods that come from another lane in the same packaging are packed "
        "anew, or go on in the pieces that they are in."),
    NUMBER("distance", DISTANCE, 0, MONEY_MAX, "0",
        "Length, for costs and emissions per km; with stops that of the way home."),
    OBJECT("cost", lane_cost_table, "Costs."),
    OBJECT("co2", co2_table, "Emissions."),
    OBJECT("verify", lane_verify_table, "Verification on ledgers."),
    OBJECT(
        "data", bw_schema_data, "How late and how wrong the data of hand-overs are."),
    OBJECT("resolver", bw_schema_case_resolver, "Who resolves mismatches."),
    SHARE("excursions", "0", "Share of shipments out of range from other causes."),
    SHARE("damage", "0",
        "Share of units that are broken or lost on the way, which is found when they "
        "are unloaded."),
    OBJECT("loggers", bw_schema_loggers,
        "What is measured of the temperature of goods; without it all is known.",
        .shorthand = "interval"),
    OBJECT("disposition", bw_schema_disposition,
        "Who decides on goods that were out of range."),
    OBJECT("incoming_test", bw_schema_resolver,
        "Quality control of all goods that arrive, before they may be used."),
};
const struct bw_table bw_schema_lane =
    TABLE("lane", "lanes.LANE", lane_rows, "A way for goods.");
