/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in what customers waste of vials that they open.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

void bw_build_open_vial(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    if (!bw_view_has(view, "open_vial")) {
        return;
    }
    struct bw_view own = bw_view_child(view, "open_vial");
    struct bw_open_vial *vial = bw_build_allocate(build, 1, sizeof *vial);
    bool has_doses = bw_view_has(&own, "doses");
    if (vial == NULL) {
        return;
    }
    demand->open_vial = vial;
    if (has_doses == bw_view_has(&own, "wastage")) {
        bw_build_fail(build, own.path, "expected one of \"doses\" and \"wastage\"");
    }
    if (has_doses) {
        vial->doses = bw_view_quanta(&own, "doses", demand->item);
    } else {
        vial->wastage = bw_view_sampler(&own, "wastage");
    }
    vial->use_within = bw_view_duration(&own, "use_within");
    if (vial->use_within > 0 && !has_doses) {
        bw_build_fail(build, bw_build_path(build, own.path, "use_within"),
            "only vials with \"doses\" are used on");
    }
    if (demand->arrivals == BW_ARRIVALS_SATURATED
        || demand->arrivals == BW_ARRIVALS_VISITS) {
        bw_build_fail(build, own.path,
            "neither saturated customers nor visits of patients open vials");
    }
}
