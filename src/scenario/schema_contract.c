/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: contracts.
 */
#include "scenario/schema_internal.h"

static const struct bw_row step_rows[] = {
    DURATION_LAW("time", NULL, "Time of an attempt.", MUST),
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

static const struct bw_row contract_rows[] = {
    WORD("kind", "activation|onboarding", NULL,
        "What it brings about: customers who begin to order, or suppliers that are "
        "admitted.",
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
    OBJECT("validators", validator_table, "Who confirms steps; without them nobody."),
    OBJECT("correction", correction_table, "What follows when a record is wrong."),
    OBJECT("credentials", credential_table, "What must be renewed; of onboarding."),
};
const struct bw_table bw_schema_contract = TABLE("contract", "contracts.CONTRACT",
    contract_rows, "A state machine whose steps are logged on a ledger.");
