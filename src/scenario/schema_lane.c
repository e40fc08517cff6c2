/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: lanes.
 */
#include "scenario/schema_internal.h"

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
    OBJECT("departures", bw_schema_departures,
        "Timetable; without it goods leave at once."),
    QUANTITY("capacity", "unlimited", "Units per vehicle.", .words = "unlimited",
        .above_min = true),
    DURATION_LAW("customs", NULL, "Time at customs, after the transit."),
    LAW("ambient", TEMPERATURE, -273.15, 1000, NULL,
        "Ambient temperature, one draw per shipment."),
    NAME("packaging", "packaging", "Packaging; without it goods stay in range."),
    OBJECT("cost", lane_cost_table, "Costs."),
    OBJECT("co2", co2_table, "Emissions."),
    OBJECT("verify", lane_verify_table, "Verification on ledgers."),
    OBJECT("resolver", bw_schema_resolver, "Who resolves mismatches."),
    SHARE("excursions", "0", "Share of shipments out of range from other causes."),
    OBJECT("disposition", bw_schema_resolver,
        "Who decides on goods that were out of range."),
};
const struct bw_table bw_schema_lane =
    TABLE("lane", "lanes.LANE", lane_rows, "A way for goods.");
