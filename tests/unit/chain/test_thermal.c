/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "chain/thermal.h"

static const struct bw_thermal_watch cold = {
    .low_c = 2, .high_c = 8, .activation_k = BW_THERMAL_ACTIVATION_K};

static double hours(bw_time time)
{
    return (double)time / (double)BW_HOUR;
}

/* --- mean kinetic temperature --- */

struct reading {
    double temp_c, hours;
};

static double mkt(const struct reading *readings, size_t count)
{
    struct bw_exposure exposure;

    bw_exposure_reset(&exposure);
    for (size_t i = 0; i < count; i++) {
        bw_thermal_stay(readings[i].temp_c,
            bw_time_round(readings[i].hours * (double)BW_HOUR), &cold, &exposure);
    }
    return bw_thermal_mkt_c(&exposure, BW_THERMAL_ACTIVATION_K);
}

#define MKT(...)                                                                       \
    mkt((const struct reading[]){__VA_ARGS__},                                         \
        BW_ARRAY_LENGTH(((const struct reading[]){__VA_ARGS__})))

/* Profiles for which USP <1079.2> is applied by hand. */
static void test_mkt_of_profiles(void **state)
{
    (void)state;
    bw_assert_close(MKT({22, 29 * 24}, {40, 24}), 23.600, 5e-4);
    bw_assert_close(MKT({23, 29 * 24}, {40, 24}), 24.422, 5e-4);
    bw_assert_close(MKT({20, 1}, {30, 1}), 26.260, 5e-4);
    bw_assert_close(MKT({5, 18}, {15, 6}), 8.786, 5e-4);
    bw_assert_close(MKT({5, 18}, {14, 6}), 8.285, 5e-4);
    bw_assert_close(MKT({5, 20}, {12, 4}), 6.650, 5e-4);
}

/* C-MKT-A, -B, -C, -C1. */
static void test_mkt_of_published_cases(void **state)
{
    (void)state;
    bw_assert_close(MKT({4, 1}, {4, 1}, {4, 1}, {4, 1}, {16, 1}), 8.10885721479, 1e-6);
    bw_assert_close(MKT({25, 696}, {40, 24}), 26.1130342664, 1e-6);
    bw_assert_close(MKT({2.1, 1}, {3.4, 1}, {5, 1}, {5.2, 2}, {7.9, 1}, {8.4, 0.5},
                        {12.6, 0.25}, {6.1, 1}, {4.4, 2}, {3.3, 1}),
        5.33484079233, 1e-6);
    bw_assert_close(
        MKT({5, 1}, {5.5, 1}, {6, 1}, {9, 1}, {14, 1}, {11, 1}, {7, 1}, {5, 1}),
        8.42210262453, 1e-6);
}

/* C-ARR-A, -C: potency falls with the kinetic integral for the product's own energy. */
static void test_kinetic_integral_gives_potency(void **state)
{
    const double gas = 8.314462618;
    const struct reading first[] = {{5, 720}, {25, 12}, {8, 100}, {40, 2}};
    const struct reading second[] = {{2, 500}, {15, 48}, {30, 6}};
    struct bw_thermal_watch watch = {.low_c = 2, .high_c = 8};
    struct bw_exposure exposure;

    (void)state;
    watch.activation_k = 85000 / gas;
    bw_exposure_reset(&exposure);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(first); i++) {
        bw_thermal_stay(
            first[i].temp_c, (bw_time)first[i].hours * BW_HOUR, &watch, &exposure);
    }
    bw_assert_close(exposure.kinetic_s / 3600, 1130.88931167, 1e-6);
    bw_assert_close(exp(-1e-5 * exposure.kinetic_s / 3600), 0.988754812044, 1e-9);
    watch.activation_k = 100000 / gas;
    bw_exposure_reset(&exposure);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(second); i++) {
        bw_thermal_stay(
            second[i].temp_c, (bw_time)second[i].hours * BW_HOUR, &watch, &exposure);
    }
    bw_assert_close(exposure.kinetic_s / 3600, 739.527612556, 1e-6);
    bw_assert_close(exp(-2e-5 * exposure.kinetic_s / 3600), 0.98531829069, 1e-9);
}

/* --- Newton's law --- */

/* A cover with tau hours. */
static struct bw_thermal_pack cover(double tau_h)
{
    return (struct bw_thermal_pack){
        .conductance_w_k = 0.5, .capacity_j_k = 0.5 * 3600 * tau_h};
}

struct newton {
    double start_c, ambient_c, tau_h, limit_c, to_limit_h, after_a_day_c;
};

/* C-NEWT-A, -C. */
static void test_newton_constant_ambient(void **state)
{
    static const struct newton cases[] = {
        {5, 30, 40, 8, 5.1133348604, 16.2797090976},
        {4, 38, 22, 8, 2.75358914499, 26.5790266379},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        struct bw_thermal_pack pack = cover(cases[i].tau_h);
        struct bw_thermal_body body;
        struct bw_exposure exposure;

        bw_thermal_start(&body, &pack, cases[i].start_c, 0);
        bw_exposure_reset(&exposure);
        bw_thermal_pass(&body, &pack,
            &(const struct bw_ambient){
                .duration = BW_DAY, .mean_c = cases[i].ambient_c},
            &cold, &exposure);
        bw_assert_close(hours(exposure.first_out), cases[i].to_limit_h, 1e-9);
        bw_assert_close(hours(exposure.above), 24 - cases[i].to_limit_h, 1e-9);
        bw_assert_close(body.temp_c, cases[i].after_a_day_c, 1e-9);
        bw_assert_close(exposure.max_c, cases[i].after_a_day_c, 1e-9);
    }
}

/* Goods that stand on a limit, by themselves or in air as warm as they are: both ends
 * of the range are within, and the end of the last band is in that. */
static void test_limits_belong_to_one_side(void **state)
{
    static const struct {
        double temp_c, below, above, low, high;
    } cases[] = {
        {2, 0, 0, 0, 0},
        {8, 0, 0, 0, 0},
        {15, 0, 1, 0, 1},
        {25, 0, 1, 0, 1},
        {26, 0, 1, 0, 0},
    };
    static const struct bw_thermal_band bands[] = {{8, 15}, {15, 25}};
    const struct bw_thermal_watch watch = {
        .low_c = 2, .high_c = 8, .bands = bands, .band_count = 2};
    struct bw_thermal_pack pack = cover(1);

    (void)state;
    for (size_t i = 0; i < 2 * BW_ARRAY_LENGTH(cases); i++) {
        double temp_c = cases[i / 2].temp_c;
        struct bw_thermal_body body;
        struct bw_exposure exposure;

        bw_exposure_reset(&exposure);
        if (i % 2 == 0) {
            bw_thermal_stay(temp_c, BW_HOUR, &watch, &exposure);
        } else {
            bw_thermal_start(&body, &pack, temp_c, 0);
            bw_thermal_pass(&body, &pack,
                &(const struct bw_ambient){.duration = BW_HOUR, .mean_c = temp_c},
                &watch, &exposure);
        }
        bw_assert_close(hours(exposure.below), cases[i / 2].below, 1e-9);
        bw_assert_close(hours(exposure.above), cases[i / 2].above, 1e-9);
        bw_assert_close(hours(exposure.band[0]), cases[i / 2].low, 1e-9);
        bw_assert_close(hours(exposure.band[1]), cases[i / 2].high, 1e-9);
        bw_assert_close(exposure.min_c, temp_c, 1e-9);
    }
}

/* C-SIN-A; the phase of 8 h is that the swing begins at 08:00. */
static void test_newton_daily_swing(void **state)
{
    struct bw_thermal_pack pack = cover(30);
    struct bw_thermal_body body;
    struct bw_exposure exposure;
    struct bw_ambient stretch = {.duration = 48 * BW_HOUR,
        .mean_c = 18,
        .amplitude_k = 8,
        .since = -8 * BW_HOUR};

    (void)state;
    bw_thermal_start(&body, &pack, 5, 0);
    bw_exposure_reset(&exposure);
    bw_thermal_pass(&body, &pack, &stretch, &cold, &exposure);
    bw_assert_close(body.temp_c, 15.6871220653, 1e-9);
    bw_assert_close(hours(exposure.first_out), 10.803569175, 1e-6);
    /* Two days later the daily swing stands where it stood. */
    stretch.duration = 72 * BW_HOUR;
    bw_thermal_pass(&body, &pack, &stretch, &cold, &exposure);
    bw_assert_close(hours(exposure.above), 120 - 10.803569175, 1e-6);
}

/* --- phase change --- */

struct melting {
    struct bw_thermal_pack pack;
    double ambient_c, start_c, to_melt_h, melt_h, hold_h;
};

/* C-PCM-A, -C. */
static void test_phase_change_hold_time(void **state)
{
    static const struct melting cases[] = {
        {{.conductance_w_k = 0.6, .capacity_j_k = 18000, .holds_c = 5, .latent_j = 9e5},
            30, 3, 0.641342009468, 16.6666666667, 18.3732867721},
        {{.conductance_w_k = 0.25,
             .capacity_j_k = 25000,
             .holds_c = 4,
             .latent_j = 1.5e6},
            40, 2, 1.50186725751, 46.2962962963, 51.0699145443},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        const struct melting *c = &cases[i];
        struct bw_thermal_band frozen = {c->pack.holds_c, INFINITY};
        struct bw_thermal_watch watch = {
            .low_c = 2, .high_c = 8, .bands = &frozen, .band_count = 1};
        struct bw_thermal_body body;
        struct bw_exposure exposure;

        bw_thermal_start(&body, &c->pack, c->start_c, 1);
        bw_assert_close(
            hours(bw_thermal_hold(&body, &c->pack, c->ambient_c, 2, 8, BW_YEAR)),
            c->hold_h, 1e-9);
        bw_exposure_reset(&exposure);
        bw_thermal_pass(&body, &c->pack,
            &(const struct bw_ambient){.duration = BW_WEEK, .mean_c = c->ambient_c},
            &watch, &exposure);
        bw_assert_close(hours(exposure.band[0]), 168 - c->to_melt_h, 1e-9);
        bw_assert_close(hours(exposure.above), 168 - c->hold_h, 1e-9);
        bw_assert_close(body.budget, 0, 0);
    }
}

struct shipper {
    const char *name;
    double conductance_w_k, mass_kg, difference_k, hold_h;
};

/* 200 kJ/kg, and 20 kJ/K (5 kg of goods) that warm by 3 K after the material has
 * melted; what is quoted is rounded in every factor. */
static void test_shippers_hold_as_published(void **state)
{
    static const struct shipper shippers[] = {
        {"EPS, 50 mm", 0.63, 8, 15, 49},
        {"PUR, 50 mm", 0.41, 11, 20, 76},
        {"VIP, 25 mm", 0.23, 7.5, 20, 95},
        {"VIP, 25 mm", 0.23, 9.5, 20, 120},
        {"VIP pallet, 30 mm", 1.95, 90, 20, 125},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(shippers); i++) {
        const struct shipper *s = &shippers[i];
        struct bw_thermal_pack pack = {.conductance_w_k = s->conductance_w_k,
            .capacity_j_k = 20e3,
            .holds_c = 5,
            .latent_j = s->mass_kg * 200e3};
        struct bw_thermal_body body;
        double tau_h = 20e3 / s->conductance_w_k / 3600;
        double expected =
            s->mass_kg * 200e3 / (s->conductance_w_k * s->difference_k) / 3600
            + tau_h * log(s->difference_k / (s->difference_k - 3));
        double hold_h;

        bw_thermal_start(&body, &pack, 5, 1);
        hold_h =
            hours(bw_thermal_hold(&body, &pack, 5 + s->difference_k, 2, 8, BW_YEAR));
        bw_assert_close(hold_h, expected, 1e-9);
        bw_assert_close(hold_h, s->hold_h, 0.03 * s->hold_h);
    }
}

/* 23 kg of dry ice last 10 days at 25 C with UA = 0.147 W/K. */
static void test_dry_ice_lasts_ten_days(void **state)
{
    struct bw_thermal_pack pack = {.kind = BW_THERMAL_DRY_ICE,
        .conductance_w_k = 0.147,
        .capacity_j_k = 20e3,
        .holds_c = -78.5,
        .latent_j = 23 * 571e3};
    struct bw_thermal_body body;
    struct bw_exposure exposure;
    double left;

    (void)state;
    bw_thermal_start(&body, &pack, -78.5, 1);
    left = hours(bw_thermal_hold(&body, &pack, 25, -90, -78.5, BW_YEAR)) / 24;
    bw_assert_close(left, 10, 0.02);
    /* After five days the mass that is lost is the heat that has come in. */
    bw_exposure_reset(&exposure);
    bw_thermal_pass(&body, &pack,
        &(const struct bw_ambient){.duration = 5 * BW_DAY, .mean_c = 25}, &cold,
        &exposure);
    bw_assert_close(1 - bw_thermal_budget_left(&body, &pack),
        0.147 * 103.5 * 5 * 86400 / (23 * 571e3), 1e-12);
    bw_thermal_restore(&body, &pack, 1);
    assert_true(bw_thermal_budget_left(&body, &pack) == 1.0);
}

/* What has sublimated does not come back in the cold; what has melted freezes. */
static void test_only_melting_goes_both_ways(void **state)
{
    struct bw_thermal_pack pack = {
        .conductance_w_k = 1, .capacity_j_k = 1e4, .holds_c = 5, .latent_j = 1e6};
    struct bw_ambient warm = {.duration = 10 * BW_HOUR, .mean_c = 15};
    struct bw_ambient chill = {.duration = 10 * BW_HOUR, .mean_c = -5};
    struct bw_thermal_body body;
    struct bw_exposure exposure;

    (void)state;
    bw_exposure_reset(&exposure);
    bw_thermal_start(&body, &pack, 5, 1);
    bw_thermal_pass(&body, &pack, &warm, &cold, &exposure);
    bw_assert_close(body.budget, 1e6 - 3.6e5, 1e-3);
    bw_thermal_pass(&body, &pack, &chill, &cold, &exposure);
    bw_assert_close(body.budget, 1e6, 1e-3);
    bw_assert_close(body.temp_c, 5, 1e-6);
    pack.kind = BW_THERMAL_DRY_ICE;
    bw_thermal_start(&body, &pack, 5, 1);
    bw_thermal_pass(&body, &pack, &warm, &cold, &exposure);
    bw_thermal_pass(&body, &pack, &chill, &cold, &exposure);
    bw_assert_close(body.budget, 1e6 - 3.6e5, 1e-3);
    bw_assert_close(body.temp_c, -5 + 10 * exp(-3.6), 1e-9);
}

/* A load with material of its own melting point is mixed at once. */
static void test_start_keeps_the_enthalpy(void **state)
{
    struct bw_thermal_pack pack = {
        .conductance_w_k = 1, .capacity_j_k = 1e4, .holds_c = 0, .latent_j = 1e5};
    struct bw_thermal_body body;

    (void)state;
    bw_thermal_start(&body, &pack, 6, 1);
    bw_assert_close(body.temp_c, 0, 0);
    bw_assert_close(body.budget, 4e4, 1e-9);
    bw_thermal_start(&body, &pack, 6, 0.5);
    bw_assert_close(body.temp_c, 1, 1e-12);
    bw_thermal_start(&body, &pack, -3, 0.9);
    bw_assert_close(body.temp_c, -2, 1e-12);
    bw_assert_close(body.budget, 1e5, 1e-9);
}

/* --- machines --- */

/* Full draw at 25 K above the set point; standby takes a fifth. */
static const struct bw_thermal_pack machine = {.kind = BW_THERMAL_ACTIVE,
    .conductance_w_k = 2,
    .capacity_j_k = 1e5,
    .holds_c = 5,
    .cooling_w = 60,
    .heating_w = 20,
    .battery_s = 100 * 3600.0,
    .full_draw_k = 25,
    .standby_share = 0.2};

static void test_machine_holds_until_its_battery_is_empty(void **state)
{
    struct bw_thermal_body body;

    (void)state;
    bw_thermal_start(&body, &machine, 5, 0);
    /* 100 h at 30 C, then 13.9 h of tau: 3 K of 25. */
    bw_assert_close(hours(bw_thermal_hold(&body, &machine, 30, 2, 8, BW_YEAR)),
        100 + 1e5 / 2 / 3600 * log(25.0 / 22), 1e-9);
    /* At 10 C a fifth and a fifth of four fifths is drawn. */
    bw_assert_close(hours(bw_thermal_hold(&body, &machine, 10, 2, 8, BW_YEAR)),
        100 / 0.36 + 1e5 / 2 / 3600 * log(5.0 / 2), 1e-8);
}

/* At 45 C the machine lacks 10 K: the load goes to 15 C by Newton's law. */
static void test_machine_that_is_too_weak(void **state)
{
    struct bw_thermal_body body;
    struct bw_exposure exposure;

    (void)state;
    bw_thermal_start(&body, &machine, 5, 0);
    bw_exposure_reset(&exposure);
    bw_thermal_pass(&body, &machine,
        &(const struct bw_ambient){.duration = 10 * BW_HOUR, .mean_c = 45}, &cold,
        &exposure);
    bw_assert_close(body.temp_c, 15 - 10 * exp(-10 * 3600 / 5e4), 1e-9);
    bw_assert_close(hours(exposure.first_out), 5e4 / 3600 * log(10.0 / 7), 1e-9);
    /* Full power moves 30 K; a fifth of the time, and four fifths of 30 / 25. */
    bw_assert_close(body.budget, (100 - 10 * (0.2 + 0.8 * 1.2)) * 3600, 1e-6);
}

static void test_machine_that_fails_lets_the_load_warm(void **state)
{
    struct bw_thermal_body body;
    struct bw_exposure exposure;

    (void)state;
    bw_thermal_start(&body, &machine, 5, 0);
    body.fails_after_s = 4 * 3600;
    bw_exposure_reset(&exposure);
    bw_thermal_pass(&body, &machine,
        &(const struct bw_ambient){.duration = 24 * BW_HOUR, .mean_c = 30}, &cold,
        &exposure);
    bw_assert_close(hours(exposure.first_out), 4 + 5e4 / 3600 * log(25.0 / 22), 1e-9);
    bw_assert_close(body.temp_c, 30 - 25 * exp(-20 * 3600 / 5e4), 1e-9);
    bw_assert_close(body.fails_after_s, 0, 0);
    bw_thermal_restore(&body, &machine, 1);
    bw_assert_close(body.budget, machine.battery_s, 0);
    bw_assert_close(body.fails_after_s, 0, 0);
}

/* A charger that fills the battery in 10 h: a quarter of it in 2.5 h, whatever the
 * machine takes meanwhile. */
static void test_machine_on_the_mains_is_charged(void **state)
{
    struct bw_thermal_pack pack = machine;
    struct bw_ambient stretch = {
        .duration = 150 * BW_HOUR, .mean_c = 30, .plugged = true};
    struct bw_thermal_body body;
    struct bw_exposure exposure;

    (void)state;
    pack.recharge_s = 36000;
    bw_exposure_reset(&exposure);
    bw_thermal_start(&body, &pack, 5, 0);
    bw_thermal_pass(&body, &pack, &stretch, &cold, &exposure);
    assert_true(exposure.first_out == BW_FOREVER);
    bw_assert_close(body.budget, pack.battery_s, 0);
    stretch = (struct bw_ambient){.duration = 100 * BW_HOUR, .mean_c = 30};
    bw_thermal_pass(&body, &pack, &stretch, &cold, &exposure);
    bw_assert_close(body.budget, 0, 1e-6);
    stretch =
        (struct bw_ambient){.duration = 150 * BW_MINUTE, .mean_c = 30, .plugged = true};
    bw_thermal_pass(&body, &pack, &stretch, &cold, &exposure);
    bw_assert_close(body.budget, pack.battery_s / 4, 1e-3);
    assert_true(exposure.first_out == BW_FOREVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mkt_of_profiles),
        cmocka_unit_test(test_mkt_of_published_cases),
        cmocka_unit_test(test_kinetic_integral_gives_potency),
        cmocka_unit_test(test_newton_constant_ambient),
        cmocka_unit_test(test_limits_belong_to_one_side),
        cmocka_unit_test(test_newton_daily_swing),
        cmocka_unit_test(test_phase_change_hold_time),
        cmocka_unit_test(test_shippers_hold_as_published),
        cmocka_unit_test(test_dry_ice_lasts_ten_days),
        cmocka_unit_test(test_only_melting_goes_both_ways),
        cmocka_unit_test(test_start_keeps_the_enthalpy),
        cmocka_unit_test(test_machine_holds_until_its_battery_is_empty),
        cmocka_unit_test(test_machine_that_is_too_weak),
        cmocka_unit_test(test_machine_that_fails_lets_the_load_warm),
        cmocka_unit_test(test_machine_on_the_mains_is_charged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
