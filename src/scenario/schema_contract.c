/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: contracts.
 */
#include "scenario/schema_internal.h"

static const struct bw_row step_rows[] = {
    DURATION_LAW("time", NULL, "Time of an attempt; either this or one of the next."),
    NAME("lane", "lanes", "Done when a shipment of it is unloaded."),
    TEXT("supply", NULL, "SITE.ITEM: done when an order is ready there."),
    NAME("contract", "contracts",
        "Done when a case of another contract comes into force, or all are."),
    NAME("trial", "trials", "Done when a patient comes to a visit."),
    NAMES("after", "steps",
        "Steps that must be final before it begins; without it, it begins at once."),
    SHARE("fail", "0", "Probability that an attempt fails and is repeated."),
    DURATION_LAW("retry", "0", "Wait before an attempt is repeated."),
    DURATION_LAW("late", NULL, "Time from the event to its data."),
    DURATION("effort", "0", "Work of people per attempt."),
    MONEY("cost", MONEY, "0", "Money per attempt."),
};
static const struct bw_table step_table = TABLE("contract-step",
    "contracts.CONTRACT.steps.STEP", step_rows, "Something that must have happened.");

static const struct bw_row validator_rows[] = {
    INTEGER("of", 1, 64, NULL, "Number of validators.", MUST),
    INTEGER("need", 1, 64, NULL, "Confirmations needed.", MUST),
    DURATION_LAW("time", NULL, "Time of one validator.", MUST),
    SHARE("automatic", "0",
        "Share of claims whose data are complete, which need no validator."),
    DURATION("effort", "0", "Work per confirmation."),
};
static const struct bw_table validator_table =
    TABLE("validators", "contracts.CONTRACT.validators", validator_rows,
        "People who confirm what has happened, before it is logged.");

static const struct bw_row correction_rows[] = {
    DURATION_LAW("time", "0", "Time before the record is submitted again."),
    DURATION("effort", "0", "Work per record."),
};
static const struct bw_table correction_table =
    TABLE("correction", "contracts.CONTRACT.correction", correction_rows,
        "What follows when a record does not match.");

static const struct bw_row credential_rows[] = {
    DURATION("valid", NULL, "Time for which they are valid.", MUST, .above_min = true),
    DURATION("renew_before", "0", "Time before their end at which renewal begins."),
    DURATION_LAW("renewal", "0", "Time that renewal takes, before it is logged."),
    DURATION("effort", "0", "Work per renewal."),
    MONEY("cost", MONEY, "0", "Money per renewal."),
};
static const struct bw_table credential_table =
    TABLE("contract-credentials", "contracts.CONTRACT.credentials", credential_rows,
        "Without valid credentials the contract is not in force.");

static const struct bw_row milestone_penalty_rows[] = {
    DURATION("later_than", NULL,
        "Time from departure or order to the event beyond which it is due.", MUST),
    SHARE("share", NULL, "Share of the amount that is not paid.", MUST),
};
static const struct bw_table milestone_penalty_table =
    TABLE("milestone-penalty", "contracts.CONTRACT.milestones.MILESTONE.penalty",
        milestone_penalty_rows, "What is cut when a delivery is late.");

static const struct bw_row milestone_rows[] = {
    NAME("lane", "lanes", "Reached with each shipment that is unloaded."),
    TEXT("supply", NULL, "SITE.ITEM: reached with each order that is ready there."),
    NAME("contract", "contracts",
        "Reached with each case of another contract that comes into force."),
    NAME("trial", "trials", "Reached with each visit to which a patient comes."),
    DURATION(
        "at", NULL, "Reached at this time, from day 0 or by date.", .or_date = true),
    DURATION("every", NULL, "Reached again and again, from at on and before it.",
        .above_min = true),
    MONEY("amount", MONEY, "0", "Money each time."),
    MONEY("per_unit", MONEY_UNIT, "0", "Money per unit of the shipment or order."),
    OBJECT("penalty", milestone_penalty_table, "Of lanes and supplies."),
    DURATION_LAW("late", NULL, "Time from the event to its data."),
};
static const struct bw_table milestone_table =
    TABLE("milestone", "contracts.CONTRACT.milestones.MILESTONE", milestone_rows,
        "What is paid for: one of lane, supply, contract, trial, or at and every.");

static const struct bw_row holdback_rows[] = {
    SHARE("share", NULL, "Share of each amount that is retained.", MUST),
    DURATION(
        "after", NULL, "Released so long after confirmation; either this or until."),
    DURATION("until", NULL, "Released then, from day 0 or by date.", .or_date = true),
};
static const struct bw_table holdback_table =
    TABLE("holdback", "contracts.CONTRACT.payment.holdback", holdback_rows,
        "A margin that is retained and paid when it is released.");

static const struct bw_row dispute_rows[] = {
    SHARE("probability", NULL, "Share of claims that are disputed.", MUST),
    DURATION_LAW("time", NULL, "How long a dispute lasts.", MUST),
    SHARE("cut", "0", "Share of the amount that is not paid then."),
};
static const struct bw_table dispute_table = TABLE("disputes",
    "contracts.CONTRACT.payment.disputes", dispute_rows, "Claims that are disputed.");

static const struct bw_row tier_rows[] = {
    NUMBER("share", NUMBER, 0, QUANTITY_MAX, NULL,
        "How often, relative to the other tiers.", MUST),
    NUMBER("factor", NUMBER, 0, 1e6, NULL, "Factor of the amount.", MUST),
};
static const struct bw_table tier_table = TABLE(
    "tier", "contracts.CONTRACT.payment.tiers.TIER", tier_rows, "A price by risk.");

static const struct bw_row payment_rows[] = {
    DURATION("terms", "30 d", "Time from confirmation to the due date."),
    DURATION_LAW(
        "pays", NULL, "Time from confirmation to payment; without it on the due date."),
    WORD("overdue", "stop|go", "stop",
        "Whether what is overdue stops the shipments of lanes and suppliers that name "
        "the contract."),
    NUMBER("late_fee", RATE, 0, 1, "0", "Share of an overdue amount per time."),
    OBJECT("holdback", holdback_table, "What is retained; without it nothing."),
    OBJECT("disputes", dispute_table, "Claims that are disputed; without it none."),
    MAP("tiers", NULL, tier_table, "Prices by risk, drawn for each claim."),
};
static const struct bw_table payment_table = TABLE("payment",
    "contracts.CONTRACT.payment", payment_rows, "How what is confirmed is paid.");

static const struct bw_row suspension_rows[] = {
    DURATION_LAW("every", NULL, "Time from the end of one to the begin of the next.",
        MUST, .above_min = true),
    DURATION_LAW("time", NULL, "How long one lasts.", MUST),
};
static const struct bw_table suspension_table = TABLE("suspension",
    "contracts.CONTRACT.suspension", suspension_rows, "When a licence is suspended.");

static const struct bw_row contract_rows[] = {
    WORD("kind", "activation|onboarding|milestones|licence", NULL,
        "What it brings about: customers who begin to order, suppliers that are "
        "admitted, payments, or that goods may go except while it is suspended.",
        MUST),
    NAME("ledger", "ledger",
        "Where its steps are logged; without it what is confirmed is final."),
    BOOL("done", "false", "It is in force when the warm-up begins."),
    DURATION("start", "0",
        "When it begins, from day 0 or by date; or, of onboarding, when there is first "
        "need of the supplier.",
        .words = "on_need", .or_date = true),
    INTEGER("cases", 1, 1e6, "1",
        "How often activation runs side by side where no customers refer to it; else "
        "once for each of them."),
    MAP("steps", NULL, step_table, "What must have happened, all of it."),
    MAP("milestones", NULL, milestone_table, "What is paid for; of milestones."),
    OBJECT("payment", payment_table, "How it is paid; of milestones."),
    OBJECT("suspension", suspension_table, "When it is suspended; of a licence."),
    OBJECT("validators", validator_table, "Who confirms steps; without them nobody."),
    OBJECT("correction", correction_table, "What follows when a record is wrong."),
    OBJECT("credentials", credential_table, "What must be renewed; of onboarding."),
};
const struct bw_table bw_schema_contract = TABLE("contract", "contracts.CONTRACT",
    contract_rows, "A state machine whose steps are logged on a ledger.");
