/* SPDX-License-Identifier: Apache-2.0
 *
 * Costs: every account by hand, and that they add up.
 */
#include "unit.h"

#include "study.h"

#include <string.h>

#define EVERYTHING TEST_FOLDER "/everything.yaml"

/* Cost is the sum of its accounts in the order of the list, to the last bit. */
static void test_cost_is_the_sum_of_its_accounts_to_the_last_bit(void **state)
{
    struct bw_study study;
    const struct bw_metric_group *chain;
    double sum = 0.0;
    int accounts = 0;

    (void)state;
    bw_study_open(&study, EVERYTHING, NULL, 0);
    bw_study_run(&study, 1, 0);
    chain = &study.layout->groups[0];
    for (uint32_t i = 0; i < chain->metric_count; i++) {
        if (strncmp(chain->metrics[i].name, "cost_", 5) == 0) {
            sum += study.values[chain->offset + i];
            accounts++;
        }
    }
    assert_true(accounts > 10);
    assert_true(sum > 0.0);
    assert_true(bw_study_value(&study, "chain", "cost") == sum);
    assert_true(bw_study_value(&study, "chain", "profit")
        == bw_study_value(&study, "chain", "revenue") - sum);
    bw_study_close(&study);
}

/* What elements are charged is what the chain is charged. */
static void test_cost_of_lanes_adds_up_to_the_cost_of_transport(void **state)
{
    struct bw_study study;
    const struct bw_metric_group *lanes;
    double sum = 0.0;

    (void)state;
    bw_study_open(&study, EVERYTHING, NULL, 0);
    bw_study_run(&study, 1, 0);
    lanes = &study.layout->groups[5];
    assert_string_equal(lanes->name, "lane");
    for (uint32_t i = 0; i < lanes->element_count; i++) {
        bw_index element = lanes->elements[i];

        sum += study.values[bw_layout_metric(study.layout, element, "cost")];
    }
    assert_true(sum > 0.0);
    bw_assert_close(sum, bw_study_value(&study, "chain", "cost_transport"), 1e-9 * sum);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cost_is_the_sum_of_its_accounts_to_the_last_bit),
        cmocka_unit_test(test_cost_of_lanes_adds_up_to_the_cost_of_transport),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
