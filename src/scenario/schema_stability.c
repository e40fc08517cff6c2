/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: what items bear.
 */
#include "scenario/schema_internal.h"

static const struct bw_row budget_rows[] = {
    NUMBER("from", TEMPERATURE, -273.15, 1000, NULL,
        "Lower end of the band; without it everything colder."),
    NUMBER("to", TEMPERATURE, -273.15, 1000, NULL,
        "Upper end of the band; without it everything warmer."),
    DURATION("limit", NULL, "Time that a lot may spend in the band.", MUST,
        .above_min = true),
    WORD("use", "cumulative|single", "cumulative",
        "Whether the times of all trips add up, or only one trip may use it."),
    NAME("on_use", "transitions", "Transition that its first use brings."),
};
static const struct bw_table budget_table =
    TABLE("budget", "items.ITEM.stability.budgets.BUDGET", budget_rows,
        "Time allowed in a band of temperatures outside the label range.");

static const struct bw_row transition_rows[] = {
    NAME("storage", "storage", "Temperature class whose range holds from then on.",
        MUST),
    DURATION("shelf_life", "unlimited", "Life that is left from then on, at the most.",
        .words = "unlimited", .above_min = true),
};
static const struct bw_table transition_table =
    TABLE("transition", "items.ITEM.stability.transitions.TRANSITION", transition_rows,
        "A change of goods that cannot be undone, such as thawing.");

static const struct bw_row freeze_rows[] = {
    NUMBER("below", TEMPERATURE, -273.15, 1000, "0",
        "Temperature below which the goods are lost."),
};
static const struct bw_table freeze_table = TABLE("freeze",
    "items.ITEM.stability.freeze_sensitive", freeze_rows, "Goods that frost destroys.");

static const struct bw_row open_vial_rows[] = {
    QUANTITY("doses", NULL,
        "Units in a vial: an order opens whole vials, and size is what is wanted.",
        .above_min = true),
    DURATION("use_within", "0",
        "Time for which an open vial serves later orders; 0: it is thrown away."),
    LAW("wastage", NUMBER, 0, 0.99, NULL,
        "In place of doses: share of what an order opens that is wasted."),
};
const struct bw_table bw_schema_open_vial =
    TABLE("open-vial", "demand.DEMAND.open_vial", open_vial_rows,
        "Vials of several doses, of which what is not used in time is wasted.");

static const struct bw_row stability_rows[] = {
    MAP("budgets", NULL, budget_table,
        "Bands outside the label range and the time allowed in each; they take the "
        "place of the out_of_range_budget of the class."),
    MAP("transitions", NULL, transition_table, "Changes that cannot be undone."),
    NUMBER("activation_energy", NUMBER, 0, 1000, "83.144",
        "Activation energy of decay for mean kinetic temperature; kJ/mol.",
        .above_min = true),
    NUMBER("mkt_limit", TEMPERATURE, -273.15, 1000, NULL,
        "Highest mean kinetic temperature of a trip with time out of range."),
    OBJECT("freeze_sensitive", freeze_table, "Total loss on freezing.",
        .shorthand = "below"),
};
static const struct bw_row automatic_rows[] = {
    DURATION_LAW("time", "0.1 d", "Time until the goods are released."),
};
static const struct bw_table automatic_table = TABLE("automatic",
    "lanes.LANE.disposition.automatic", automatic_rows,
    "Release of goods within their budgets by stability data that are in the system.");

static const struct bw_row downgrade_rows[] = {
    SHARE("share", NULL, "Share of cases whose goods are downgraded.", MUST),
    SHARE("keep", "1", "Share of the shelf life left that stays."),
    DURATION("at_most", "unlimited", "Shelf life that is left at the most.",
        .words = "unlimited", .above_min = true),
};
static const struct bw_table downgrade_table =
    TABLE("downgrade", "lanes.LANE.disposition.downgrade", downgrade_rows,
        "Goods that are released with less shelf life.");

static const struct bw_row disposition_rows[] = {
    NAME("resource", "resources",
        "Who judges: a resource of the site where the goods are, or SITE.RESOURCE; "
        "without it the time passes and nobody queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Work per case.", MUST),
    WORD("assess", "beyond|every", "beyond",
        "Which excursions are judged: those beyond the budgets, or every one."),
    OBJECT("automatic", automatic_table,
        "With `assess: every`: excursions within the budgets wait for nobody.",
        .shorthand = "time"),
    WORD("decide", "shares|budget", "shares",
        "How people decide: by shares, or goods within the budgets are released and "
        "others rejected."),
    SHARE("reject", "0", "Share of cases whose goods are thrown away."),
    OBJECT("downgrade", downgrade_table, "Goods released with less shelf life."),
    DURATION("time_limit", "unlimited",
        "Time after which goods that nobody has judged yet are destroyed.",
        .words = "unlimited", .above_min = true),
    WORD("replace", "rule|at_once|expedite", "rule",
        "How a stock orders what was rejected: by its order rule, at once, or at once "
        "and hurried."),
};
const struct bw_table bw_schema_disposition =
    TABLE("disposition", "lanes.LANE.disposition", disposition_rows,
        "What becomes of goods that were out of range.");

static const struct bw_row logger_rows[] = {
    DURATION("interval", "15 min", "Time between readings; 0: it reads all the time."),
    LAW("accuracy", NUMBER, -100, 100, NULL,
        "K by which a logger shows too much, a draw per shipment; a number is the same "
        "error for all."),
    SHARE("loss", "0", "Share of shipments whose logger is lost or broken."),
    DURATION_LAW(
        "upload_delay", NULL, "Arrival until the data are there; goods wait for it."),
    WORD("on_missing", "quarantine|accept|reject", "quarantine",
        "What is done with goods whose logger is lost."),
};
const struct bw_table bw_schema_loggers = TABLE("loggers", "lanes.LANE.loggers",
    logger_rows, "Loggers that travel with shipments; without them all is known.");

const struct bw_table bw_schema_stability = TABLE("stability", "items.ITEM.stability",
    stability_rows, "What the item bears outside its label range.");
