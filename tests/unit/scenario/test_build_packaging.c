/* SPDX-License-Identifier: Apache-2.0
 *
 * Packaging as scenarios write it.
 */
#include "scenario/build.h"

#include "scenario_support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CLASS "storage: {cold: {range: [2, 8]}}\n"
#define WALLS "conductance: 0.5 W/K, heat_capacity: 20 kJ/K"
#define ICE WALLS ", melts_at: 5, mass: 8 kg, latent_heat: 200 kJ/kg"

static enum bw_status load_box(struct fixture *f, const char *box)
{
    char text[512];
    (void)snprintf(text, sizeof text, CLASS "packaging: {box: {%s}}\n", box);
    return fixture_load_changed(f, CLASS, text);
}

static const struct bw_packaging *box_of(struct fixture *f, const char *box)
{
    assert_int_equal(load_box(f, box), BW_OK);
    return &f->scenario->network->packagings[0];
}

static void test_build_packaging_refuses_what_contradicts(void **state)
{
    static const struct {
        const char *box, *path, *part;
    } rows[] = {
        {"cost: 3", "packaging.box", "missing key \"hold\""},
        {"hold: 0", "packaging.box.hold", "above 0"},
        {"passive: {" ICE "}, blanket: {" WALLS ", packed_at: 5}", "packaging.box",
            "expected one of passive"},
        {"passive: {" WALLS ", melts_at: 5, mass: 8}", "packaging.box.passive",
            "missing key \"latent_heat\""},
        {"passive: {conductance: 0.5, heat_capacity: 20 kJ/K, melts_at: 5, mass: 8, "
         "latent_heat: 200 kJ/kg}",
            "packaging.box.passive.conductance", "\"0.6 W/K\""},
        {"passive: {" ICE ", frozen: 1.5}", "packaging.box.passive.frozen", "share"},
        {"blanket: {" WALLS "}", "packaging.box.blanket", "missing key \"packed_at\""},
        {"blanket: {" WALLS ", packed_at: 5}, reice: {every: 5 d}",
            "packaging.box.reice", "material to renew"},
        {"hold: 96 h, reice: {every: 5 d}", "packaging.box.reice", "material to renew"},
        {"dry_ice: {" WALLS ", mass: 23}, reice: {cost: 3}", "packaging.box.reice",
            "missing key \"every\""},
        {"active: {" WALLS ", set_point: 5, cooling: 60 W, full_draw_at: 5}",
            "packaging.box.active.full_draw_at", "another temperature"},
        {"active: {" WALLS ", set_point: 5, cooling: 60 W, standby: 0.2}",
            "packaging.box.active", "missing key \"full_draw_at\""},
        {"statistical: {excursions: 0.1, minor: 0.8, loss: 0.3}",
            "packaging.box.statistical", "more than 1"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(load_box(f, rows[i].box), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_packaging_hold_alone_has_no_physics(void **state)
{
    struct fixture *f = *state;
    const struct bw_packaging *box = box_of(f, "hold: 96 h, cost: 3");
    fixture_expect_none(f);
    assert_null(box->thermal);
    assert_null(box->statistical);
    assert_int_equal(box->hold, 96 * BW_HOUR);
    assert_true(box->qualified_c == 35.0 && box->cost == 3.0 && isinf(box->units));
}

static void test_build_packaging_reads_its_physics(void **state)
{
    struct fixture *f = *state;
    const struct bw_packaging *box = box_of(f,
        "units: 50, passive: {" ICE ", unit_heat_capacity: 12 J/K, frozen: "
        "0.9}, reice: {every: 5 d, cost: 40}");
    const struct bw_thermal_packaging *thermal = box->thermal;
    assert_true(thermal->pack.latent_j == 1.6e6 && thermal->pack.holds_c == 5.0);
    assert_true(thermal->pack.conductance_w_k == 0.5);
    assert_true(thermal->pack.capacity_j_k == 20e3 && thermal->unit_capacity_j_k == 12);
    assert_true(thermal->packed_c == 5.0 && thermal->frozen == 0.9);
    assert_int_equal(thermal->reice_every, 5 * BW_DAY);
    assert_true(bw_packaging_count(box, 101) == 3.0);
    assert_true(bw_packaging_count(box, 100) == 2.0);
    assert_true(bw_packaging_count(box, 0) == 1.0);
    box = box_of(f,
        "active: {" WALLS ", set_point: 5, cooling: 60, heating: 20 W, battery: 100 h, "
        "full_draw_at: 30, standby: 0.2, recharge: 6 h, failure: {exponential: {mean: "
        "1000 h}}, packed_at: {uniform: {min: 4, max: 8}}}");
    assert_true(box->thermal->pack.battery_s == 360e3);
    assert_true(box->thermal->pack.full_draw_k == 25.0);
    assert_true(box->thermal->failure.present && box->thermal->packed_c == 6.0);
    box = box_of(f, "dry_ice: {" WALLS ", mass: 23}");
    assert_true(box->thermal->pack.latent_j == 23 * 571e3);
    assert_true(box->thermal->packed_c == -78.5);
    box = box_of(f, "statistical: {excursions: 0.02, time: 3 h}");
    assert_true(box->statistical->minor == 0.5 && box->statistical->loss == 0.1);
}

/* 8 kg at 200 kJ/kg through 0.5 W/K at 20 K last 44.4 h, and 3 K of Newton 1.8 h. */
static void test_build_packaging_warns_of_a_hold_that_physics_do_not_give(void **state)
{
    struct fixture *f = *state;
    (void)box_of(f, "hold: 46 h, qualified_at: 25, passive: {" ICE "}");
    fixture_expect_none(f);
    (void)box_of(f, "hold: 48 h, qualified_at: 25, passive: {" ICE "}");
    fixture_expect(f, "packaging.box.hold", "keeps cold for");
}

/* The draws of two lanes with one packaging are told apart by their streams. */
static void test_build_packaging_draws_belong_to_the_lane(void **state)
{
    struct fixture *f = *state;
    const struct bw_lane *lane;
    char text[512];
    (void)snprintf(text, sizeof text,
        "  road: {from: plant, to: depot, transit: 2 d, packaging: box, ambient: 20, "
        "disposition: {time: 1 d}}\n"
        "packaging: {box: {blanket: {" WALLS
        ", packed_at: {uniform: {min: 4, max: 6}}}}}\n");
    assert_int_equal(fixture_load_changed(
                         f, "  road: {from: plant, to: depot, transit: 2 d}\n", text),
        BW_OK);
    lane = &f->scenario->network->lanes[index_of(f, "lanes.road")];
    assert_non_null(lane->checks);
    assert_true(lane->checks->packing->packed_at.present);
    assert_true(lane->checks->packing->packed_at.stream
        != f->scenario->network->packagings[0].thermal->packed_at.stream);
}

/* What a lane with a box needs so that the box has an effect. */
static void test_build_packaging_on_lanes(void **state)
{
    static const struct {
        const char *lane, *box, *path, *part;
    } rows[] = {
        {"", "blanket: {" WALLS ", packed_at: 5}", "lanes.road.packaging",
            "has no effect"},
        {", ambient: 20", "blanket: {" WALLS ", packed_at: 5}", "lanes.road",
            "missing key \"disposition\""},
        {"", "statistical: {excursions: 0.1}", "lanes.road",
            "missing key \"disposition\""},
        {"", "statistical: {excursions: 0.1, minor: 0.7, loss: 0.3}", NULL, NULL},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        (void)snprintf(text, sizeof text,
            "  road: {from: plant, to: depot, transit: 2 d, packaging: box%s}\n"
            "packaging: {box: {%s}}\n",
            rows[i].lane, rows[i].box);
        (void)fixture_load_changed(
            f, "  road: {from: plant, to: depot, transit: 2 d}\n", text);
        if (rows[i].path != NULL) {
            fixture_expect(f, rows[i].path, rows[i].part);
        } else {
            fixture_expect_none(f);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_build_packaging_refuses_what_contradicts),
        cmocka_unit_test(test_build_packaging_hold_alone_has_no_physics),
        cmocka_unit_test(test_build_packaging_reads_its_physics),
        cmocka_unit_test(test_build_packaging_warns_of_a_hold_that_physics_do_not_give),
        cmocka_unit_test(test_build_packaging_draws_belong_to_the_lane),
        cmocka_unit_test(test_build_packaging_on_lanes),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
