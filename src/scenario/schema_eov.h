/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of endorse-order-validate ledgers.
 */
#ifndef BW_SCENARIO_SCHEMA_EOV_H
#define BW_SCENARIO_SCHEMA_EOV_H

#include "scenario/schema_internal.h"

extern const struct bw_table bw_schema_endorse, bw_schema_block, bw_schema_background,
    bw_schema_orderers, bw_schema_gateway, bw_schema_conflicts, bw_schema_record;

#endif
