/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of the builder of endorse-order-validate ledgers.
 */
#ifndef BW_SCENARIO_BUILD_EOV_H
#define BW_SCENARIO_BUILD_EOV_H

#include "scenario/build_internal.h"
#include "scenario/view.h"

/* Fills in who endorses; view is the ledger. */
void bw_build_endorse(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger);

/* How often something is tried again; UINT32_MAX without a limit. */
uint32_t bw_build_at_most(const struct bw_view *view);

#endif
