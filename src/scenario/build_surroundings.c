/* SPDX-License-Identifier: Apache-2.0
 *
 * Warns of what a lane says of its surroundings, and nothing on it feels.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* What a leg writes of heat, which needs walls that it comes through. */
static void check_heat(struct bw_build *build, const struct bw_view *leg)
{
    static const char *const keys[] = {"heat", "openings"};
    struct bw_view solar = bw_view_child(leg, "solar");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (bw_view_has(leg, keys[i])) {
            bw_build_warn(build, bw_build_path(build, leg->path, keys[i]),
                "has no effect: packaging that is known by its hold time has no walls "
                "that heat comes through");
        }
    }
    if (bw_view_has(&solar, "watts")) {
        bw_build_warn(build, bw_build_path(build, solar.path, "watts"),
            "has no effect: packaging that is known by its hold time has no walls that "
            "heat comes through (kelvin warm its surroundings)");
    }
}

static void check_legs(struct bw_build *build, const struct bw_view *view,
    const struct bw_packaging *packaging)
{
    bool active = packaging->thermal != NULL
        && packaging->thermal->pack.kind == BW_THERMAL_ACTIVE;
    for (uint32_t i = 0; i < bw_view_count(view, "legs"); i++) {
        struct bw_view leg = bw_view_written(view, "legs", i);
        if (packaging->thermal == NULL && packaging->statistical == NULL) {
            check_heat(build, &leg);
        }
        if (bw_view_integer(&leg, "plugged") != 0 && !active) {
            bw_build_warn(build, bw_build_path(build, leg.path, "plugged"),
                "has no effect: only active packaging has a battery to charge");
        }
    }
}

void bw_build_check_surroundings(
    struct bw_build *build, const struct bw_view *view, const struct bw_lane *lane)
{
    bool legs = bw_view_has(view, "legs");
    bool surrounded = legs || bw_view_has(view, "ambient");
    const struct bw_packaging *packaging;
    if (lane->packaging == BW_NONE) {
        if (surrounded && !bw_view_has(view, "packaging")) {
            bw_build_warn(build,
                bw_build_path(build, view->path, legs ? "legs" : "ambient"),
                "goods feel nothing of it: the lane has no packaging, so that they "
                "stay "
                "in range");
        }
        return;
    }
    packaging = &build->network->packagings[lane->packaging];
    if (!surrounded && packaging->statistical == NULL) {
        bw_build_warn(build, bw_build_path(build, view->path, "packaging"),
            "has no effect on goods: there is neither an ambient nor legs");
    }
    check_legs(build, view, packaging);
}
