/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: recipes and their steps.
 */
#include "scenario/schema_internal.h"

static const struct bw_row rework_rows[] = {
    NAME("to", "steps", "Step that the batch goes back to.", MUST),
    SHARE("probability", NULL, "Share of batches that go back.", MUST),
    INTEGER("at_most", 1, 1e6, "1", "Times that a batch may go back from here."),
};
static const struct bw_table rework_table =
    TABLE("rework", "sites.SITE.make.RECIPE.steps.STEP.rework", rework_rows,
        "Back with a probability, else as then says, or on.");

static const struct bw_row retest_rows[] = {
    NAME("resource", "resources",
        "Who tests again, or SITE.RESOURCE; without it those who tested.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Work per batch.", MUST),
    SHARE("confirm", "1", "Share of retests that confirm the failure."),
};
static const struct bw_table retest_table =
    TABLE("retest", "sites.SITE.make.RECIPE.steps.STEP.test.retest", retest_rows,
        "A second test of batches that failed the first.");

static const struct bw_row test_rows[] = {
    NAME("resource", "resources",
        "Who tests: a resource of the site, or SITE.RESOURCE of a laboratory to which "
        "samples go; without it nobody queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Work per batch.", MUST),
    SHARE("reject", "0", "Share of batches that fail and are lost."),
    OBJECT("retest", retest_table,
        "Batches that fail are tested again, and lost when that confirms it."),
};
static const struct bw_table test_table =
    TABLE("test", "sites.SITE.make.RECIPE.steps.STEP.test", test_rows,
        "A test of quality control beside the goods, from the end of the step.");

static const struct bw_row line_rows[] = {
    NUMBER("time_factor", NUMBER, 0, 1e6, "1", "Factor on the work of the step.",
        .above_min = true),
    LAW("yield", SHARE, 0, 1, NULL,
        "Share of the quantity that goes on here; without it that of the step."),
    NUMBER("share", NUMBER, 0, QUANTITY_MAX, "1",
        "Part of the batches, relative to the sum over the lines; split only."),
};
static const struct bw_table line_table =
    TABLE("line", "sites.SITE.make.RECIPE.steps.STEP.resource.RESOURCE", line_rows,
        "One of the lines among which a step chooses.");

static const struct bw_row step_verify_rows[] = {
    NAME("ledger", "ledger", "Ledger on which the step is verified.", MUST),
    GATE_ROWS,
};
static const struct bw_table step_verify_table =
    TABLE("step-verify", "sites.SITE.make.ITEM.steps.STEP.verify", step_verify_rows,
        "How a step is verified.");

static const struct bw_row step_rows[] = {
    NAMES("resource", "resources",
        "Resource of the site that is seized, or several lines to choose from.",
        .child = &line_table),
    WORD("choose", "shortest_queue|first_idle|priority|fastest|split", "shortest_queue",
        "Which of several lines a batch takes when it comes to the step."),
    NUMBER("buffer", NUMBER, 0, 1e9, "unlimited",
        "Places before the step, or before each of its lines; a batch that finds none "
        "stays on the server of the step before and blocks it.",
        .words = "unlimited"),
    DURATION_LAW("setup", NULL, "Set-up before the work."),
    MONEY("setup_cost", MONEY, "0", "Money per set-up that takes time."),
    DURATION_LAW("time", "0", "Work per batch."),
    DURATION_LAW("cleanup", NULL,
        "Time for which the server is not free when the batch has gone."),
    LAW("yield", SHARE, 0, 1, NULL, "Share of the quantity that goes on."),
    SHARE("reject", "0", "Probability that the whole batch is lost."),
    OBJECT("rework", rework_table, "Going back to an earlier step."),
    SHARES("then", "steps", SHARE, 1, "Shares of batches by where they go next; sum 1.",
        .words = "done|scrap"),
    INTEGER("at_most", 1, 1e6, "1000",
        "Rounds of a batch, as long as which then and rework ask; in the last it goes "
        "on "
        "in order."),
    OBJECT("test", test_table, "Quality control beside the goods."),
    DURATION_LAW(
        "hold", NULL, "Waiting time beside the goods, from the end of the step."),
    OBJECT("verify", step_verify_table, "Verification of the step, beside the goods.",
        .shorthand = "ledger"),
    OBJECT("resolver", bw_schema_resolver, "Who resolves a mismatch on that ledger."),
    MONEY("cost", MONEY, "0", "Money per batch."),
};
static const struct bw_table step_table =
    TABLE("step", "sites.SITE.make.RECIPE.steps.STEP", step_rows,
        "One step of a recipe; steps follow in the order written.");

static const struct bw_row deviations_rows[] = {
    LAW("number", NUMBER, 0, 1e6, NULL, "Deviations per batch.", MUST),
    SHARE("blocking", "1", "Share that must be closed before the batch is released."),
    NAME("resource", "resources",
        "Who investigates: a resource of the site, or SITE.RESOURCE; without it nobody "
        "queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Work per deviation until it is closed.", MUST),
    SHARE("reject", "0", "Share of blocking deviations that cost the batch."),
};
static const struct bw_table deviations_table =
    TABLE("deviations", "sites.SITE.make.RECIPE.release.deviations", deviations_rows,
        "Deviations of a batch, found when it has left its last step.");

static const struct bw_row release_rows[] = {
    NAME("resource", "resources",
        "Who reviews: a resource of the site, or SITE.RESOURCE; without it nobody "
        "queues.",
        .id_or_dotted = true),
    DURATION_LAW("time", NULL, "Review per batch.", MUST),
    SHARE("reject", "0", "Share of batches that the review rejects."),
    OBJECT("deviations", deviations_table, "Deviations and their investigation."),
};
static const struct bw_table release_table =
    TABLE("release", "sites.SITE.make.RECIPE.release", release_rows,
        "Review of a batch once its steps, tests, records and waiting times are over.");

static const struct bw_row batch_rows[] = {
    QUANTITY("size", NULL, "One size for all batches.", .above_min = true),
    QUANTITY("minimum", NULL, "Smallest batch.", .above_min = true),
    QUANTITY("step", NULL, "Batches are the minimum and whole steps more.",
        .above_min = true),
    QUANTITY("maximum", NULL, "Largest batch.", .above_min = true),
};
static const struct bw_table batch_table =
    TABLE("batch", "sites.SITE.make.RECIPE.batch", batch_rows,
        "Either size, or minimum, step and maximum.");

static const struct bw_row starts_rows[] = {
    DURATION("every", NULL, "Time from the beginning of a window to the next.", MUST,
        .above_min = true),
    DURATION("at", "0", "Beginning of a window, counted from day 0."),
    DURATION("for", NULL, "Length of a window.", MUST, .above_min = true),
};
static const struct bw_table starts_table =
    TABLE("starts", "sites.SITE.make.RECIPE.starts", starts_rows,
        "A campaign: windows for new batches.");

static const struct bw_row co_product_rows[] = {
    QUANTITY("per_unit", NULL, "Units per good unit of the recipe's item.",
        .above_min = true),
    QUANTITY(
        "per_batch", NULL, "Units per batch that ends with goods.", .above_min = true),
    SHARE("cost_share", "0", "Share of the cost of a batch that it bears."),
};
static const struct bw_table co_product_table =
    TABLE("co-product", "sites.SITE.make.RECIPE.co_products.ITEM", co_product_rows,
        "Goods that a batch yields beside its item: either per_unit or per_batch.");

static const struct bw_row recipe_rows[] = {
    NAME("item", "items", "What it makes; without it the item of its own name."),
    INTEGER("priority", 1, 1e6, NULL,
        "Rank among the recipes of the item, 1 first; without it they rank as "
        "written."),
    NUMBER("share", NUMBER, 0, QUANTITY_MAX, "1",
        "Part of what is ordered, relative to the sum over the sources; split only."),
    QUANTITY("up_to", "unlimited", "Largest order that it makes; by_size only.",
        .words = "unlimited"),
    SHARES("needs", "items", QUANTITY, QUANTITY_MAX,
        "Units of each input per unit started.", .above_min = true),
    MAP("co_products", "items", co_product_table,
        "Other items that come out of a batch with its own."),
    OBJECT("batch", batch_table,
        "Quantity started at once; without it each order is one batch of its own size.",
        .shorthand = "size"),
    INTEGER("parallel", 1, 1e6, NULL,
        "Batches of one production order that are made at once; without it all."),
    NUMBER("wip_limit", NUMBER, 1, 1e9, "unlimited",
        "Batches of this recipe on the floor, from release to receipt; others wait.",
        .words = "unlimited"),
    OBJECT("starts", starts_table,
        "Windows in which batches are released to the floor; without it always."),
    MONEY("cost", MONEY_UNIT, "0", "Money per unit started."),
    TEXT("family", NULL, "Family for changeovers; without it the item is one itself."),
    MAP("steps", "steps", step_table, "The steps, in order.", MUST),
    OBJECT("release", release_table, "Release of a batch by people."),
};
const struct bw_table bw_schema_recipe =
    TABLE("recipe", "sites.SITE.make.RECIPE", recipe_rows, "How an item is made.");
