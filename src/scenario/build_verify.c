/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in how hand-overs are verified.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

void bw_build_verification(struct bw_build *build, const struct bw_view *view,
    const char *key, struct bw_verification *verification)
{
    struct bw_view reconcile = bw_view_child(view, "reconcile");
    bool is_off;
    *verification = (struct bw_verification){
        .ledger = bw_view_reference(view, key, build->ledgers),
        .gate = (enum bw_gate)bw_view_integer(view, "gate"),
    };
    is_off = verification->gate == BW_GATE_OFF;
    if (view->node == NULL || !bw_view_has(view, key)) {
        return;
    }
    if (is_off && reconcile.node == NULL) {
        bw_build_fail(build, view->path,
            "missing key \"reconcile\", which says how mismatches come to light");
    } else if (!is_off && reconcile.node != NULL) {
        bw_build_fail(build, reconcile.path, "only a gate that is off has this");
    }
    /* One key for both ends of a lane, whose draws differ. */
    verification->reconcile = bw_view_sampler(&reconcile, "after");
    verification->reconcile.stream =
        bw_build_stream(build, bw_build_path(build, reconcile.path, "after"), key);
    verification->detects = bw_view_number(&reconcile, "detects");
    verification->detect_stream =
        bw_build_stream(build, bw_build_path(build, reconcile.path, "detects"), key);
}
