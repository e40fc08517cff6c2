/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/experiment.h"
#include "study.h"
#include "unit.h"

#define LINE TEST_FOLDER "/line.yaml"
#define REPLICATIONS 6u

static const struct bw_assignment given[] = {{"run.antithetic", "true"},
    {"run.replications", "6"}, {"lanes.road.transit", "{exponential: {mean: 4 d}}"}};

static struct bw_experiment_request request_of(
    struct bw_scenario *scenario, uint32_t replications)
{
    return (struct bw_experiment_request){.scenario = scenario,
        .scenario_name = "line.yaml",
        .program_version = "test",
        .replications = replications,
        .seed = 9,
        .threads = 2};
}

/* An observation is the mean of two replications, figure by figure. */
static void test_experiment_of_pairs_has_their_means(void **state)
{
    struct bw_study study;
    struct bw_experiment experiment;
    struct bw_error_list errors;
    double members[2][REPLICATIONS / 2];

    (void)state;
    bw_error_list_init(&errors);
    bw_study_open(&study, LINE, given, BW_ARRAY_LENGTH(given));
    struct bw_experiment_request request = request_of(study.scenario, REPLICATIONS);
    assert_int_equal(bw_experiment_prepare(&experiment, &request, &errors), BW_OK);
    assert_int_equal(bw_experiment_run(&experiment, &request, &errors), BW_OK);
    const struct bw_result_set *set = &experiment.analysis.set;
    assert_int_equal(set->replication_count, REPLICATIONS / 2);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        bw_study_run(&study, 9, r);
        members[r % 2][r / 2] = bw_study_value(&study, "chain", "lead_time");
    }
    size_t position = bw_layout_chain_metric(set->layout, "lead_time");
    for (uint32_t pair = 0; pair < REPLICATIONS / 2; pair++) {
        double found = set->values[pair * set->layout->size + position];

        assert_true(members[0][pair] != members[1][pair]);
        assert_true(found == members[0][pair] / 2 + members[1][pair] / 2);
    }
    bw_experiment_release(&experiment);
    bw_study_close(&study);
    bw_error_list_release(&errors);
}

static void test_experiment_of_pairs_refuses_an_odd_number(void **state)
{
    struct bw_study study;
    struct bw_experiment experiment;
    struct bw_error_list errors;

    (void)state;
    bw_error_list_init(&errors);
    bw_study_open(&study, LINE, given, BW_ARRAY_LENGTH(given));
    struct bw_experiment_request request = request_of(study.scenario, 5);
    assert_int_equal(
        bw_experiment_prepare(&experiment, &request, &errors), BW_ERR_INPUT);
    bw_experiment_release(&experiment);
    bw_study_close(&study);
    bw_error_list_release(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_experiment_of_pairs_has_their_means),
        cmocka_unit_test(test_experiment_of_pairs_refuses_an_odd_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
