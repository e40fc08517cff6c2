/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: storage equipment, and grids.
 */
#include "scenario/schema_internal.h"

static const struct bw_row failure_rows[] = {
    DURATION_LAW("every", NULL, "Time from repair to the next failure of a unit.", MUST,
        .above_min = true),
    DURATION_LAW("repair", NULL, "Time to repair it, once the failure is known.", MUST),
    NUMBER("to", TEMPERATURE, -273.15, 1000, NULL,
        "Temperature to which a unit that fails tends; without it that of the air "
        "around "
        "it."),
};
static const struct bw_table failure_table =
    TABLE("equipment-failure", "sites.SITE.storage.CLASS.equipment.failure",
        failure_rows, "Failures of each unit.");

static const struct bw_row alarm_rows[] = {
    SHARE("works", "1", "Share of failures that it reports."),
    DURATION_LAW("response", "0", "Time from the alarm until somebody is there."),
};
static const struct bw_table alarm_table = TABLE("equipment-alarm",
    "sites.SITE.storage.CLASS.equipment.alarm", alarm_rows,
    "An alarm; without it, or when it is silent, the next round finds the failure.");

static const struct bw_row round_rows[] = {
    DURATION("every", "1 d", "Time from round to round.", .above_min = true),
    DURATION("at", "8 h", "Time of a round, counted from day 0."),
};
static const struct bw_table round_table =
    TABLE("equipment-round", "sites.SITE.storage.CLASS.equipment.round", round_rows,
        "When somebody looks at the temperatures.");

static const struct bw_row holdover_rows[] = {
    DURATION("time", NULL,
        "Time for which a unit without cooling keeps its goods in the range.", MUST,
        .above_min = true),
    NUMBER("ambient", TEMPERATURE, -273.15, 1000, "43",
        "Temperature around it at which this was measured."),
};
static const struct bw_table holdover_table =
    TABLE("holdover", "sites.SITE.storage.CLASS.equipment.holdover", holdover_rows,
        "How slowly a unit warms up.");

static const struct bw_row equipment_rows[] = {
    INTEGER("units", 1, 1e5, "1", "Units among which the goods are divided evenly."),
    NUMBER("set_point", TEMPERATURE, -273.15, 1000, NULL,
        "Temperature that a unit keeps; by default the middle of the range."),
    OBJECT(
        "failure", failure_table, "Failures of each unit; without it there are none."),
    OBJECT("alarm", alarm_table, "An alarm.", .shorthand = "works"),
    OBJECT("round", round_table, "Rounds of somebody who finds failures.",
        .shorthand = "every"),
    OBJECT("holdover", holdover_table,
        "How slowly a unit warms up; or conductance and heat_capacity.",
        .shorthand = "time"),
    NUMBER("conductance", NUMBER, 0, 1e9, NULL, "UA of the walls of a unit, W per K.",
        .above_min = true),
    NUMBER("heat_capacity", NUMBER, 0, 1e15, NULL,
        "Heat capacity of a unit with its goods, J per K.", .above_min = true),
    NUMBER("room", TEMPERATURE, -273.15, 1000, NULL,
        "Temperature around the units; without it that of the climate of the site."),
    SHARE("backup", "0", "Share of power cuts in which a generator starts in time."),
    OBJECT("loggers", bw_schema_loggers,
        "What is measured in a unit; without it all is known.",
        .shorthand = "interval"),
    OBJECT("disposition", bw_schema_disposition,
        "Who decides on goods that were out of range.", MUST),
};
const struct bw_table bw_schema_equipment =
    TABLE("equipment", "sites.SITE.storage.CLASS.equipment", equipment_rows,
        "Cold rooms, refrigerators or freezers.");

static const struct bw_row cluster_rows[] = {
    LAW("number", NUMBER, 0, 1e5, NULL, "Number of cuts that follow the first.", MUST),
    DURATION_LAW("after", NULL, "Time from the first to each of them.", MUST),
};
static const struct bw_table cluster_table = TABLE(
    "cluster", "grids.GRID.cluster", cluster_rows, "Power cuts that follow another.");

static const struct bw_row grid_rows[] = {
    DURATION_LAW("every", NULL,
        "Time from the first cut of a cluster to that of the next.", MUST,
        .above_min = true),
    DURATION_LAW("time", NULL, "Length of a cut.", MUST),
    OBJECT("cluster", cluster_table, "Cuts that follow; without it each comes alone."),
};
const struct bw_table bw_schema_grid = TABLE(
    "grid", "grids.GRID", grid_rows, "Power that its sites have or lack together.");
