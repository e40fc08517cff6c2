/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: clinical trials.
 */
#include "scenario/schema_internal.h"

static const struct bw_row arm_visit_rows[] = {
    SHARES("kits", "items", QUANTITY, QUANTITY_MAX,
        "Units of each type of kit that a patient of the arm gets at this visit; "
        "empty: "
        "none.",
        MUST),
};
static const struct bw_table arm_visit_table = TABLE("arm-visit",
    "trials.TRIAL.arms.ARM.visits.VISIT", arm_visit_rows, "What differs at one visit.");

static const struct bw_row arm_rows[] = {
    INTEGER("ratio", 0, 100, "1",
        "Patients of this arm, relative to the other arms; 0: none until an interim "
        "says otherwise."),
    SHARES("kits", "items", QUANTITY, QUANTITY_MAX,
        "Units of each type of kit that a patient gets at a visit.", MUST),
    MAP("visits", NULL, arm_visit_table, "Visits with other kits, by their ids."),
};
static const struct bw_table arm_table =
    TABLE("arm", "trials.TRIAL.arms.ARM", arm_rows, "One of the treatments.");

static const struct bw_row visit_rows[] = {
    DURATION("day", NULL, "Time after randomisation.", MUST),
    DURATION("every", NULL, "Time between repetitions.", .above_min = true),
    INTEGER("times", 1, 1000, "1", "How often it takes place, first on its day."),
};
static const struct bw_table visit_table = TABLE(
    "visit", "trials.TRIAL.visits.VISIT", visit_rows, "A visit, or a row of them.");

static const struct bw_row task_rows[] = {
    DURATION_LAW("time", NULL, "How long it takes.", MUST),
};
static const struct bw_table task_table =
    TABLE("site-task", "trials.TRIAL.countries.COUNTRY.tasks.TASK", task_rows,
        "Work before a site opens.");

#define SITE_ROWS(rate_fallback, zero)                                                 \
    LAW("rate", RATE, 0, 1, rate_fallback,                                             \
        "Patients whom a site randomises per time; drawn once for each site."),        \
        NUMBER("decay", RATE, 0, 1, zero,                                              \
            "Share of its rate that a site loses per time since it opened."),          \
        DURATION_LAW("activation", zero,                                               \
            "Time from the start of the trial until the tasks of a site begin."),      \
        NAME("contract", "contracts",                                                  \
            "Contract of kind activation with a case for each site, which opens it "   \
            "in "                                                                      \
            "place of activation and tasks."),                                         \
        MAP("tasks", NULL, task_table,                                                 \
            "What is done in parallel before a site opens; without them it opens at "  \
            "once."),                                                                  \
        SHARE("never", zero, "Probability that a site never opens.")

static const struct bw_row country_rows[] = {
    {.key = "sites",
        .type = BW_ROW_TEXTS,
        .required = true,
        .doc = "Id of a site, or a list of ids; `*` stands for any characters."},
    SITE_ROWS(NULL, NULL),
};
static const struct bw_table country_table =
    TABLE("country", "trials.TRIAL.countries.COUNTRY", country_rows,
        "Sites of a trial; what is not said here is as the trial says.");

static const struct bw_row randomisation_rows[] = {
    WORD("rule", "blocks|simple", "blocks",
        "Permuted blocks, or each patient by himself."),
    WORD("within", "trial|site", "trial", "Where blocks are filled."),
    INTEGER("repeats", 1, 255, "2", "How often the ratio stands in a block."),
};
static const struct bw_table randomisation_table = TABLE("randomisation",
    "trials.TRIAL.randomisation", randomisation_rows, "How arms are drawn.");

static const struct bw_row screening_rows[] = {
    DURATION_LAW("time", "0", "From screening to randomisation."),
    NUMBER("failure", SHARE, 0, 0.99, "0",
        "Share of the screened who are not admitted; so many more are screened."),
};
static const struct bw_table screening_table = TABLE(
    "screening", "trials.TRIAL.screening", screening_rows, "Before randomisation.");

static const struct bw_row drop_out_rows[] = {
    NUMBER("share", SHARE, 0, 0.9999, NULL, "Share of patients who have left.", MUST),
    DURATION("by", NULL, "So long after randomisation.", MUST, .above_min = true),
};
static const struct bw_table drop_out_table = TABLE("drop-out", "trials.TRIAL.drop_out",
    drop_out_rows, "Patients who leave, at a constant hazard.");

static const struct bw_row dispensing_rows[] = {
    DURATION("wait", "0",
        "How long after the visit missing kits may still come; the next visit is not "
        "earlier."),
    DURATION("remaining_shelf_life", "0",
        "Shelf life that kits must have left at least: none is dispensed later."),
    NUMBER("damaged", SHARE, 0, 0.99, "0",
        "Share of kits that are lost or found unusable when they are to be dispensed, "
        "and replaced at once by others of the site."),
};
static const struct bw_table dispensing_table = TABLE("dispensing",
    "trials.TRIAL.dispensing", dispensing_rows, "How kits are given to patients.");

static const struct bw_row close_out_rows[] = {
    DURATION_LAW("time", NULL,
        "Time in which the kits of a stock are sent back, counted and destroyed; drawn "
        "for each stock.",
        MUST),
    MONEY("cost", MONEY, "0", "Money per stock."),
};
static const struct bw_table close_out_table =
    TABLE("close-out", "trials.TRIAL.close_out", close_out_rows,
        "What happens to kits that are left when the last patient has gone.");

static const struct bw_row interim_rows[] = {
    INTEGER("patients", 1, 1e9, NULL,
        "Takes place when so many are randomised; either this, at or after."),
    DURATION("at", NULL, "Takes place then, from day 0.", .or_date = true),
    DURATION_LAW("after", NULL,
        "Takes place so long after the start of the trial, drawn for each "
        "replication."),
    DURATION("delay", "0", "Time from so many patients to the decision."),
    SHARE("probability", "1", "That the decision is taken."),
    {.key = "drop",
        .type = BW_ROW_TEXTS,
        .doc = "Id of an arm that takes no more patients, or a list of ids."},
    WORD("treated", "stay|stop", "stay",
        "What becomes of the patients of an arm that is dropped."),
    SHARES("ratio", NULL, NUMBER, 100,
        "Ratios of the arms from then on; arms that are not named keep theirs."),
    INTEGER("target", 1, 1e9, NULL, "Patients to be randomised from then on."),
    {.key = "adds",
        .type = BW_ROW_TEXTS,
        .doc = "Id of a visit that does not take place before, or a list of ids."},
    {.key = "opens",
        .type = BW_ROW_TEXTS,
        .doc = "Id of a country whose sites do not prepare before, or a list of ids."},
};
static const struct bw_table interim_table =
    TABLE("interim", "trials.TRIAL.interims.INTERIM", interim_rows,
        "A look at the data, or an amendment, that may change the trial, by chance.");

static const struct bw_row trial_rows[] = {
    DURATION("start", "0", "When the first sites may begin to prepare, from day 0.",
        .or_date = true),
    INTEGER("patients", 1, 1e9, NULL,
        "Patients to be randomised in all; then enrolment ends.", MUST),
    MAP("arms", NULL, arm_table, "Treatments.", MUST),
    OBJECT("randomisation", randomisation_table, "How arms are drawn."),
    MAP("visits", NULL, visit_table, "When kits are given out.", MUST),
    LAW("jitter", DURATION, -DURATION_MAX, DURATION_MAX, "0",
        "Time by which a visit after day 0 is later than its day, or earlier."),
    SHARE("missed", "0",
        "Share of visits after day 0 to which the patient does not come."),
    OBJECT("drop_out", drop_out_table, "Patients who leave before their last visit."),
    OBJECT("screening", screening_table, "What comes before randomisation."),
    OBJECT("dispensing", dispensing_table, "How kits are given to patients."),
    MAP("countries", NULL, country_table, "Sites that take part, in groups.", MUST),
    SITE_ROWS("0", "0"),
    MAP("interims", NULL, interim_table, "Planned changes."),
    OBJECT("close_out", close_out_table,
        "The end of the trial; without it kits stay where they are.",
        .shorthand = "time"),
};
const struct bw_table bw_schema_trial =
    TABLE("trial", "trials.TRIAL", trial_rows, "A clinical trial.");
