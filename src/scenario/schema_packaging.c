/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of packaging.
 */
#include "scenario/schema_internal.h"

/* What every kind with physics has. */
#define WALL_ROWS                                                                      \
    NUMBER("conductance", CONDUCTANCE, 0, 1e6, NULL,                                   \
        "Heat through the walls of one per kelvin (UA).", MUST, .above_min = true),    \
        NUMBER("heat_capacity", HEAT_CAPACITY, 0, 1e12, NULL,                          \
            "Heat capacity of one without goods, its phase-change material included.", \
            MUST, .above_min = true),                                                  \
        NUMBER("unit_heat_capacity", HEAT_CAPACITY, 0, 1e12, "0",                      \
            "Heat capacity that each unit of goods adds.")
#define PACKED_AT(f, ...) LAW("packed_at", TEMPERATURE, -273.15, 1000, f, __VA_ARGS__)

static const struct bw_row passive_rows[] = {
    WALL_ROWS,
    NUMBER("melts_at", TEMPERATURE, -200, 100, NULL,
        "Temperature at which the phase-change material melts and freezes.", MUST),
    NUMBER("mass", MASS, 0, 1e6, NULL, "Phase-change material in one.", MUST,
        .above_min = true),
    NUMBER("latent_heat", LATENT_HEAT, 0, 1e7, NULL, "Latent heat of the material.",
        MUST, .above_min = true),
    SHARE("frozen", "1", "Share of the material that is frozen when it is packed."),
    PACKED_AT(NULL,
        "Temperature of goods and material when they are packed, a draw per shipment; "
        "default melts_at."),
};
static const struct bw_table passive_table = TABLE("passive",
    "packaging.PACKAGING.passive", passive_rows, "Walls and a phase-change material.");

static const struct bw_row dry_ice_rows[] = {
    WALL_ROWS,
    NUMBER("mass", MASS, 0, 1e6, NULL, "Dry ice in one.", MUST, .above_min = true),
    NUMBER("latent_heat", LATENT_HEAT, 0, 1e7, "571 kJ/kg", "Heat of sublimation.",
        .above_min = true),
    NUMBER("sublimes_at", TEMPERATURE, -200, 100, "-78.5", "Temperature of the ice."),
    PACKED_AT(NULL,
        "Temperature of the goods when they are packed, a draw per shipment; default "
        "sublimes_at."),
};
static const struct bw_table dry_ice_table =
    TABLE("dry_ice", "packaging.PACKAGING.dry_ice", dry_ice_rows,
        "Walls and dry ice: what has sublimated does not freeze again.");

static const struct bw_row active_rows[] = {
    WALL_ROWS,
    NUMBER(
        "set_point", TEMPERATURE, -200, 100, NULL, "Temperature that it keeps.", MUST),
    NUMBER("cooling", POWER, 0, 1e7, NULL, "Heat that it can take out.", MUST),
    NUMBER("heating", POWER, 0, 1e7, "0", "Heat that it can give."),
    DURATION("battery", "unlimited", "Time that the battery lasts at full_draw_at.",
        .words = "unlimited", .above_min = true),
    NUMBER("full_draw_at", TEMPERATURE, -273.15, 1000, NULL,
        "Ambient at which the battery lasts so long; without it so long at any."),
    SHARE("standby", "0", "Share of the draw at full_draw_at that is needed at any."),
    DURATION("recharge", "unlimited", "Time on the mains that fills the empty battery.",
        .words = "unlimited", .above_min = true),
    LAW("control", NUMBER, -100, 100, NULL,
        "K by which it keeps more than set_point, a draw per shipment; without it "
        "none."),
    DURATION_LAW("failure", NULL,
        "Running time until the machine stops for good, a draw per shipment; without "
        "it never."),
    PACKED_AT(NULL,
        "Temperature of the goods when they are packed, a draw per shipment; default "
        "set_point."),
};
static const struct bw_table active_table =
    TABLE("active", "packaging.PACKAGING.active", active_rows,
        "A machine with a battery that keeps a set point.");

static const struct bw_row blanket_rows[] = {
    WALL_ROWS,
    PACKED_AT(NULL,
        "Temperature of the goods when they are packed, a draw per shipment.", MUST),
};
static const struct bw_table blanket_table =
    TABLE("blanket", "packaging.PACKAGING.blanket", blanket_rows,
        "A cover that only slows down what the ambient does.");

static const struct bw_row statistical_rows[] = {
    SHARE("excursions", NULL, "Share of shipments that get out of range.", MUST),
    SHARE("minor", "0.5", "Share of these that are within what is allowed."),
    SHARE("loss", "0.1",
        "Share of these whose goods are lost; what is left needs the lane's "
        "disposition."),
    DURATION_LAW("time", "0", "Time out of range of such a shipment."),
};
static const struct bw_table statistical_table =
    TABLE("statistical", "packaging.PACKAGING.statistical", statistical_rows,
        "Excursions by rates, where the physics is not known.");

static const struct bw_row reice_rows[] = {
    DURATION(
        "every", NULL, "Time since packing or the last time.", MUST, .above_min = true),
    MONEY("cost", MONEY, "0", "Money for one and time."),
};
static const struct bw_table reice_table = TABLE("reice", "packaging.PACKAGING.reice",
    reice_rows, "New material on the way, as much of it frozen as at first.");

static const struct bw_row packaging_rows[] = {
    DURATION("hold", NULL,
        "Time for which it keeps the range at qualified_at; beside physics, what is "
        "declared, which the check compares.",
        .above_min = true),
    NUMBER("qualified_at", TEMPERATURE, -273.15, 1000, "35",
        "Ambient temperature at which hold was measured."),
    MONEY("cost", MONEY, "0", "Money for one."),
    QUANTITY("units", "unlimited",
        "Units that one takes: a shipment has as many as it needs, evenly filled.",
        .words = "unlimited", .above_min = true),
    OBJECT("passive", passive_table, "Walls and a phase-change material."),
    OBJECT("dry_ice", dry_ice_table, "Walls and dry ice."),
    OBJECT("active", active_table, "A machine that keeps a set point."),
    OBJECT("blanket", blanket_table, "A mere cover."),
    OBJECT("statistical", statistical_table, "Rates in place of physics."),
    OBJECT("reice", reice_table, "New material on the way, of passive and dry_ice."),
};
const struct bw_table bw_schema_packaging =
    TABLE("packaging", "packaging.PACKAGING", packaging_rows,
        "Packaging: one of passive, dry_ice, active, blanket and statistical, or hold "
        "alone.");
