/* SPDX-License-Identifier: Apache-2.0
 *
 * Resources whose figures can be worked out by hand.
 */
#include "unit.h"

#include "study.h"

#define MACHINE TEST_FOLDER "/machine.yaml"
#define EXACT 1e-12
#define SHOP "sites.shop.resources.machine."

static void assert_lead_times(
    const struct bw_assignment *set, size_t count, double a, double b)
{
    struct bw_study study;

    bw_study_open(&study, MACHINE, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), a, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), b, EXACT);
    bw_study_close(&study);
}

/* The long job ends on day 15. In order of arrival a is done on day 16, b on day 17. */
static void test_resource_fifo_serves_in_order_of_arrival(void **state)
{
    (void)state;
    assert_lead_times(NULL, 0, 5.0, 5.0);
}

/* b has a class and a has none: b first. */
static void test_resource_priority_serves_jobs_without_class_last(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "discipline", "priority"},
        {"demand.b.priority", "3"},
    };

    (void)state;
    assert_lead_times(set, 2, 6.0, 4.0);
}

/* a is due on day 41, b on day 15. */
static void test_resource_due_date_serves_the_earliest_first(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "discipline", "due_date"},
        {"demand.a.due", "30 d"},
        {"demand.b.due", "3 d"},
    };

    (void)state;
    assert_lead_times(set, 3, 6.0, 4.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resource_fifo_serves_in_order_of_arrival),
        cmocka_unit_test(test_resource_priority_serves_jobs_without_class_last),
        cmocka_unit_test(test_resource_due_date_serves_the_earliest_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
