/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: climates, and the legs of lanes.
 */
#include "scenario/schema_internal.h"

#define KELVIN(k, lo, hi, f, ...) NUMBER(k, DIFFERENCE, lo, hi, f, __VA_ARGS__)

static const struct bw_row weather_rows[] = {
    KELVIN(
        "sd", 0, 50, NULL, "Standard deviation of a day from its season, in K.", MUST),
    DURATION("memory", "3 d",
        "Time after which the weather has forgotten 63 % of itself; 0: each day by "
        "itself."),
};
static const struct bw_table weather_table =
    TABLE("weather", "climates.CLIMATE.weather", weather_rows,
        "Weather, which all who are at the place share.");

static const struct bw_row climate_rows[] = {
    {.key = "monthly",
        .type = BW_ROW_NUMBERS,
        .dimension = BW_DIMENSION_TEMPERATURE,
        .min = -100,
        .max = 100,
        .count = 12,
        .required = true,
        .doc = "Mean temperature of each month, January to December."},
    KELVIN("amplitude", 0, 50, "0",
        "Half of the difference between the warmest and the coldest hour, in K."),
    DURATION("warmest", "15 h", "Time of the day, UTC, that is the warmest."),
    DURATION("noon", "12 h", "Time of the day, UTC, when the sun is highest."),
    NUMBER("latitude", NUMBER, -90, 90, NULL,
        "Degrees north; days and the height of the sun follow from it. Without it days "
        "last 12 h and the sun passes through the zenith."),
    OBJECT("weather", weather_table, "Weather; without it each day is as its season.",
        .shorthand = "sd"),
};
const struct bw_table bw_schema_climate =
    TABLE("climate", "climates.CLIMATE", climate_rows, "The air at a place.");

static const struct bw_row solar_rows[] = {
    KELVIN("kelvin", 0, 100, "0",
        "K that surroundings are warmer than the air under a sun in the zenith."),
    NUMBER("watts", POWER, 0, 1e6, "0",
        "W that the goods take up under a sun in the zenith."),
};
static const struct bw_table solar_table = TABLE("solar", "lanes.LANE.legs.LEG.solar",
    solar_rows, "Sun, as high as it stands at its hour; none at night.");

static const struct bw_row openings_rows[] = {
    NUMBER("count", NUMBER, 0, 1e6, "0", "Openings on the leg."),
    NUMBER("rate", RATE, 0, 1e6, "0", "Openings per time, beside count."),
    DURATION("time", NULL, "Time of an opening.", MUST),
    NUMBER("heat", POWER, -1e6, 1e6, "0", "W that come in meanwhile."),
    NUMBER("exchange", NUMBER, 0, 1e6, "0",
        "The same in W per K between the air outside and the middle of the range."),
};
static const struct bw_table openings_table = TABLE("openings",
    "lanes.LANE.legs.LEG.openings", openings_rows, "Doors that are opened.");

static const struct bw_row leg_rows[] = {
    WORD("kind", "loading|drive|tarmac|flight|customs|last-mile", "drive",
        "What it is; it decides defaults of the other keys."),
    WORD("during", "dispatch|loading|transit|delay|customs|unloading", NULL,
        "Which time of the shipment it is a part of; by default transit, but for kind "
        "customs the customs of the lane and for kind loading that at the docks of the "
        "origin, where there are such."),
    SHARE("share", NULL,
        "Share of that time; what is left by others is divided among those without."),
    DURATION_LAW("time", NULL,
        "Time of its own in place of a share, in transit only, added to the law of "
        "transit."),
    NAME("place", "climates",
        "Climate; by default that of the site where the lane begins, of kinds customs "
        "and last-mile where it ends."),
    LAW("temperature", TEMPERATURE, -273.15, 1000, NULL,
        "Temperature in place of a climate, a draw per shipment; of kind flight 15."),
    KELVIN("offset", -200, 200, "0", "K added to it."),
    OBJECT("solar", solar_table,
        "Heat of the sun where there is a place; by default none, of kind tarmac 20 K.",
        .shorthand = "kelvin"),
    NUMBER("heat", POWER, -1e6, 1e6, "0", "W that the goods take up all the time."),
    BOOL("plugged", "false",
        "Active packaging runs on the mains here, and its battery is charged."),
    OBJECT("openings", openings_table, "Doors that are opened."),
    KELVIN("day_sd", 0, 50, "0",
        "Standard deviation of what all shipments of the lane share on a day, in K."),
    KELVIN("own_sd", 0, 50, "0",
        "Standard deviation of what each shipment has for itself, in K."),
};
const struct bw_table bw_schema_leg = TABLE("leg", "lanes.LANE.legs.LEG", leg_rows,
    "A part of the way with surroundings of its own.");
