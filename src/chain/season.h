/* SPDX-License-Identifier: Apache-2.0
 *
 * Seasons: weights by calendar month.
 */
#ifndef BW_CHAIN_SEASON_H
#define BW_CHAIN_SEASON_H

#include "chain/network.h"

/* Calendar month (0..11) at a time, and the instant at which the next one begins. */
int bw_season_month(const struct bw_network *network, bw_time time, bw_time *next);

#endif
