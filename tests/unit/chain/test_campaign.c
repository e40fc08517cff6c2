/* SPDX-License-Identifier: Apache-2.0
 *
 * Campaigns of a resource, followed by hand.
 */
#include "unit.h"

#include "study.h"

#define CAMPAIGN TEST_FOLDER "/campaign.yaml"
#define MACHINE "sites.shop.resources.machine"
#define EXACT 1e-12

struct row {
    const char *campaign, *servers, *discipline;
    double a, b, changeovers; /* lead times of the two orders */
};

static void expect_row(const struct row *row)
{
    const struct bw_assignment set[] = {{MACHINE ".campaign", row->campaign},
        {MACHINE ".servers", row->servers}, {MACHINE ".discipline", row->discipline},
        {"demand.a.priority", "2"}, {"demand.b.priority", "1"}};
    struct bw_study study;

    bw_study_open(&study, CAMPAIGN, set, 5);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), row->a, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), row->b, EXACT);
    bw_assert_close(
        bw_study_value(&study, MACHINE, "changeovers"), row->changeovers, EXACT);
    bw_study_close(&study);
}

static void test_campaign_ends_by_number_when_others_are_ready(void **state)
{
    static const struct row rows[] = {
        /* Days 100 to 102 a a, 103 b b, 106 a a, 109 b. */
        {"{at_most: 2}", "1", "fifo", 8.0, 9.5, 3.0},
        /* a, b, a, b, a, b, a with a changeover each. */
        {"{at_most: 1}", "1", "fifo", 13.0, 10.5, 6.0},
        /* All of a, then all of b. */
        {"{}", "1", "fifo", 4.0, 7.5, 1.0},
        /* a, b of three, a of three and on with a, since two of b are too few. These
         * begin when the first has waited ten days, on day 110.5. */
        {"{at_most: 1, at_least: 3, longest_wait: 10 d}", "1", "fifo", 7.0, 13.0, 3.0},
        /* Who is of the first class does not end a campaign by that. */
        {"{}", "1", "priority", 4.0, 7.5, 1.0},
        /* Two servers, each with its campaign of a, then both with b. */
        {"{}", "2", "fifo", 2.0, 4.5, 2.0},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        expect_row(&rows[i]);
    }
}

/* Three of b are too few for a campaign: the machine stands idle from day 104 until the
 * first has waited five days, on day 105.5. */
static void test_campaign_waits_for_enough_jobs_or_long_enough(void **state)
{
    static const struct row row = {
        "{at_least: 4, longest_wait: 5 d}", "1", "fifo", 4.0, 9.0, 1.0};
    static const struct row never = {
        "{at_least: 3, longest_wait: unlimited}", "1", "fifo", 4.0, 7.5, 1.0};

    (void)state;
    expect_row(&row);
    expect_row(&never);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_campaign_ends_by_number_when_others_are_ready),
        cmocka_unit_test(test_campaign_waits_for_enough_jobs_or_long_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
