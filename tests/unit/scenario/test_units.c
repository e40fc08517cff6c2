/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/units.h"

#include "base/time.h"
#include "scenario_support.h"

#include <math.h>

struct good_row {
    enum bw_dimension dimension;
    const char *text;
    double value;
};

static void test_units_read_knows_every_unit(void **state)
{
    static const struct good_row rows[] = {
        {BW_DIMENSION_DURATION, "1 us", 1.0},
        {BW_DIMENSION_DURATION, "1 ms", 1e3},
        {BW_DIMENSION_DURATION, "1 s", 1e6},
        {BW_DIMENSION_DURATION, "1 min", 60e6},
        {BW_DIMENSION_DURATION, "1 h", 3600e6},
        {BW_DIMENSION_DURATION, "1 d", 86400e6},
        {BW_DIMENSION_DURATION, "1 w", 7 * 86400e6},
        {BW_DIMENSION_DURATION, "12 month", 365 * 86400e6},
        {BW_DIMENSION_DURATION, "1 y", 365 * 86400e6},
        {BW_DIMENSION_DURATION, "0", 0.0},
        {BW_DIMENSION_DURATION, "3d", 3 * 86400e6},
        {BW_DIMENSION_DURATION, ".5 d", 43200e6},
        {BW_DIMENSION_DURATION, "1e3 s", 1e9},
        {BW_DIMENSION_RATE, "40 /d", 40.0 / 86400e6},
        {BW_DIMENSION_RATE, "40/d", 40.0 / 86400e6},
        {BW_DIMENSION_RATE, "40 / d", 40.0 / 86400e6},
        {BW_DIMENSION_RATE, "0", 0.0},
        {BW_DIMENSION_MONEY, "-32", -32.0},
        {BW_DIMENSION_MONEY_UNIT, "15", 15.0},
        {BW_DIMENSION_MONEY_UNIT, "15 /unit", 15.0},
        {BW_DIMENSION_MONEY_RATE, "900 /d", 900.0 / 86400e6},
        {BW_DIMENSION_MONEY_UNIT_RATE, "1 /unit/y", 1.0 / (365 * 86400e6)},
        {BW_DIMENSION_MONEY_UNIT_RATE, "1 / unit / y", 1.0 / (365 * 86400e6)},
        {BW_DIMENSION_MASS_UNIT, "0.2 /unit", 0.2},
        {BW_DIMENSION_MASS, "12", 12.0},
        {BW_DIMENSION_MASS, "12 kg", 12.0},
        {BW_DIMENSION_MASS, "500 g", 0.5},
        {BW_DIMENSION_MASS, "3t", 3000.0},
        {BW_DIMENSION_VOLUME, "2", 2.0},
        {BW_DIMENSION_VOLUME, "2 l", 2.0},
        {BW_DIMENSION_VOLUME, "15 ml", 0.015},
        {BW_DIMENSION_VOLUME, "30 m3", 30000.0},
        {BW_DIMENSION_TEMPERATURE, "-5", -5.0},
        {BW_DIMENSION_DIFFERENCE, "3 K", 3.0},
        {BW_DIMENSION_DIFFERENCE, "-3", -3.0},
        {BW_DIMENSION_POWER, "1.2 kW", 1200.0},
        {BW_DIMENSION_POWER, "60", 60.0},
        {BW_DIMENSION_CONDUCTANCE, "0.6 W/K", 0.6},
        {BW_DIMENSION_HEAT_CAPACITY, "20 kJ/K", 20e3},
        {BW_DIMENSION_HEAT_CAPACITY, "800J/K", 800.0},
        {BW_DIMENSION_LATENT_HEAT, "200 kJ/kg", 200e3},
        {BW_DIMENSION_SHARE, "0.5", 0.5},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = NAN;
        assert_true(bw_units_read(rows[i].dimension, rows[i].text, &value));
        assert_true(fabs(value - rows[i].value) <= 1e-15 * fabs(rows[i].value));
    }
}

static void test_units_read_refuses_what_is_no_number_with_unit(void **state)
{
    static const struct {
        enum bw_dimension dimension;
        const char *text;
    } rows[] = {
        {BW_DIMENSION_NUMBER, ""},
        {BW_DIMENSION_NUMBER, "010"},
        {BW_DIMENSION_NUMBER, "1e999"},
        {BW_DIMENSION_NUMBER, "1_000"},
        {BW_DIMENSION_NUMBER, "nan"},
        {BW_DIMENSION_NUMBER, "inf"},
        {BW_DIMENSION_NUMBER, "-inf"},
        {BW_DIMENSION_NUMBER, "0x10"},
        {BW_DIMENSION_NUMBER, "12:30"},
        {BW_DIMENSION_NUMBER, "1,5"},
        {BW_DIMENSION_NUMBER, "yes"},
        {BW_DIMENSION_NUMBER, "3 d"},
        {BW_DIMENSION_CONDUCTANCE, "0.6"},
        {BW_DIMENSION_CONDUCTANCE, "0.6 W"},
        {BW_DIMENSION_HEAT_CAPACITY, "20"},
        {BW_DIMENSION_LATENT_HEAT, "200 kJ"},
        {BW_DIMENSION_DIFFERENCE, "3 C"},
        {BW_DIMENSION_NUMBER, "3 "},
        {BW_DIMENSION_DURATION, "3"},
        {BW_DIMENSION_DURATION, "3 days"},
        {BW_DIMENSION_DURATION, "d"},
        {BW_DIMENSION_DURATION, "12:30"},
        {BW_DIMENSION_DURATION, "3 d 4 h"},
        {BW_DIMENSION_DURATION, "3 /d"},
        {BW_DIMENSION_DURATION, "1e999 d"},
        {BW_DIMENSION_DURATION, "1e308 y"},
        {BW_DIMENSION_RATE, "40"},
        {BW_DIMENSION_RATE, "40 d"},
        {BW_DIMENSION_RATE, "40 //d"},
        {BW_DIMENSION_MONEY, "15 /unit"},
        {BW_DIMENSION_MONEY_UNIT, "15 /d"},
        {BW_DIMENSION_MONEY_UNIT_RATE, "1 /month"},
        {BW_DIMENSION_MONEY_UNIT_RATE, "1 /unit"},
        {BW_DIMENSION_MONEY_RATE, "900"},
        {BW_DIMENSION_SHARE, "5 %"},
        {BW_DIMENSION_MASS, "5 l"},
        {BW_DIMENSION_MASS, "5 kg g"},
        {BW_DIMENSION_VOLUME, "5 m"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 0.0;
        bool read = bw_units_read(rows[i].dimension, rows[i].text, &value);
        /* A blank at the end is no unit. */
        bool blank =
            rows[i].text[0] == '3' && rows[i].text[1] == ' ' && rows[i].text[2] == '\0';
        assert_int_equal(read, blank);
    }
}

static void test_units_split_keeps_the_unit(void **state)
{
    double number = 0.0;
    const char *unit = NULL;
    (void)state;
    assert_true(bw_units_split("3.5 d", &number, &unit));
    assert_true(number == 3.5);
    assert_string_equal(unit, "d");
    assert_true(bw_units_split("7", &number, &unit));
    assert_string_equal(unit, "");
    assert_false(bw_units_split("fast", &number, &unit));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units_read_knows_every_unit),
        cmocka_unit_test(test_units_read_refuses_what_is_no_number_with_unit),
        cmocka_unit_test(test_units_split_keeps_the_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
