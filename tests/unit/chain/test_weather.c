/* SPDX-License-Identifier: Apache-2.0
 *
 * Seasons, weather and the sun. Day 0 is 2026-01-05, 20458 days after 1970-01-01.
 */
#include "unit.h"

#include "chain/weather.h"

#define EXACT 1e-12
#define START 20458

static const double monthly[12] = {0, 2, 5, 10, 15, 20, 22, 21, 16, 10, 5, 1};

static struct bw_climate make_climate(double latitude_deg)
{
    struct bw_climate climate = {
        .noon = 12 * BW_HOUR,
        .latitude = latitude_deg * acos(-1.0) / 180.0,
        .stream = 99,
    };

    for (int i = 0; i < 12; i++) {
        climate.monthly_c[i] = monthly[i];
    }
    return climate;
}

/* January has 31 days: its middle is noon of the 16th; February's the midnight after
 * the 14th, 29.5 d later; that of December noon of the 16th, 31 d before. */
static void test_weather_season_goes_through_the_middles_of_months(void **state)
{
    struct bw_climate climate = make_climate(0);

    (void)state;
    bw_assert_close(bw_weather_season(&climate, START + 11), 0.0, EXACT);
    bw_assert_close(bw_weather_season(&climate, START + 12), 2.0 / 29.5, EXACT);
    bw_assert_close(bw_weather_season(&climate, START + 10), 1.0 / 31.0, EXACT);
    /* Noon of February 14th, half a day before its middle. */
    bw_assert_close(bw_weather_season(&climate, START + 40), 2.0 * 29.0 / 29.5, EXACT);
}

/* Weights have the variance and, but for what is cut off, the correlations of an
 * autoregression. */
static void test_weather_weights_have_the_memory_asked_for(void **state)
{
    double weights[BW_WEATHER_DAYS], variance = 0.0, next = 0.0;
    uint32_t count = bw_weather_weights(4.0, 3.0, weights);

    (void)state;
    assert_int_equal(count, 10);
    for (uint32_t i = 0; i < count; i++) {
        variance += weights[i] * weights[i];
        next += i + 1 < count ? weights[i] * weights[i + 1] : 0.0;
    }
    bw_assert_close(variance, 16.0, EXACT);
    bw_assert_close(next / variance, exp(-1.0 / 3.0), 0.002);
    assert_int_equal(bw_weather_weights(4.0, 0.0, weights), 1);
    bw_assert_close(weights[0], 4.0, EXACT);
    assert_int_equal(bw_weather_weights(0.0, 3.0, weights), 0);
}

/* 20,000 days: the variance within four standard deviations (of a moving average with
 * correlation exp(-1/3) the sum of squared correlations is 3.05), the mirrored
 * replication exactly the other way. */
static void test_weather_of_days_is_drawn_with_these_weights(void **state)
{
    struct bw_climate climate = make_climate(0);
    struct bw_key key = {.seed = 5};
    struct bw_state s = {0}, mirrored = {0};
    double weights[BW_WEATHER_DAYS], squares = 0.0;

    (void)state;
    climate.day_count = bw_weather_weights(4.0, 3.0, weights);
    climate.weights = weights;
    bw_generator_init(&s.draws, &key, BW_SAMPLING_INVERT);
    bw_generator_init(&mirrored.draws, &key, BW_SAMPLING_MIRROR);
    for (int64_t day = -10000; day < 10000; day++) {
        double value = bw_weather_of_day(&s, &climate, day);

        bw_assert_close(bw_weather_of_day(&mirrored, &climate, day), -value, 1e-9);
        squares += value * value;
    }
    bw_assert_close(squares / 20000.0, 16.0, 4.0 * 16.0 * sqrt(2.0 * 3.05 / 20000.0));
}

/* Time of day [h] of the next dawn or dusk after an hour. */
static double next_h(const struct bw_climate *climate, int64_t day, double hour)
{
    struct bw_network network = {.start_day = START};
    bw_time at = day * BW_DAY + (bw_time)(hour * (double)BW_HOUR);

    return (double)(bw_weather_sun(&network, climate, at).until - day * BW_DAY)
        / (double)BW_HOUR;
}

/* At the summer solstice, day 167, half of the day at 50 degrees north is
 * acos(-tan 50 tan 23.44) = 121.1 degrees long, and the sun is 63.44 degrees high. */
static void test_weather_sun_follows_latitude_and_date(void **state)
{
    struct bw_climate north = make_climate(50), pole = make_climate(89);
    struct bw_climate plain = make_climate(NAN);
    struct bw_network network = {.start_day = START};
    struct bw_sun noon = bw_weather_sun(&network, &north, 167 * BW_DAY + 12 * BW_HOUR);
    double half = acos(-tan(50 * acos(-1.0) / 180) * tan(23.44 * acos(-1.0) / 180))
        / acos(-1.0) * 12.0;

    (void)state;
    bw_assert_close(next_h(&north, 167, 0), 12.0 - half, 0.01);
    bw_assert_close(next_h(&north, 167, 12), 12.0 + half, 0.01);
    bw_assert_close(next_h(&north, 167, 21), 24.0, EXACT);
    bw_assert_close(noon.level + noon.swing, sin(63.44 * acos(-1.0) / 180), 1e-4);
    /* It never sets and never rises. */
    assert_true(bw_weather_sun(&network, &pole, 167 * BW_DAY).level > 0.35);
    bw_assert_close(bw_weather_sun(&network, &pole, -BW_DAY).level, 0.0, EXACT);
    bw_assert_close(bw_weather_sun(&network, &pole, -BW_DAY).swing, 0.0, EXACT);
    bw_assert_close(next_h(&plain, 3, 1), 6.0, EXACT);
    bw_assert_close(next_h(&plain, 3, 6), 18.0, EXACT);
    bw_assert_close(next_h(&plain, -3, 6), 18.0, EXACT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weather_season_goes_through_the_middles_of_months),
        cmocka_unit_test(test_weather_weights_have_the_memory_asked_for),
        cmocka_unit_test(test_weather_of_days_is_drawn_with_these_weights),
        cmocka_unit_test(test_weather_sun_follows_latitude_and_date),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
