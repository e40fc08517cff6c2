/* SPDX-License-Identifier: Apache-2.0
 *
 * Checks whether a network that is free of errors can work: every demand can be met
 * from somewhere, resources are not overloaded, goods fit, goods last. Writes the mean
 * demand of every stock into the network.
 */
#ifndef BW_SCENARIO_FEASIBILITY_H
#define BW_SCENARIO_FEASIBILITY_H

#include "scenario/build_internal.h"

/* Errors and warnings go to the list of the build. */
void bw_feasibility_check(struct bw_build *build);

/* The part about how goods move. */
void bw_feasibility_transport(struct bw_build *build);

#endif
