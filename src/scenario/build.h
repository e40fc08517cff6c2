/* SPDX-License-Identifier: Apache-2.0
 *
 * Builds the network of a scenario whose tree has been checked against the schema:
 * resolves references, numbers elements, registers parameters and streams.
 */
#ifndef BW_SCENARIO_BUILD_H
#define BW_SCENARIO_BUILD_H

#include "base/error.h"
#include "base/status.h"
#include "chain/network.h"
#include "scenario/csv_reader.h"
#include "scenario/node.h"

#include <stdbool.h>

/* Builds *out, which the caller frees with bw_network_free(); NULL after an error. When
 * the tree has_errors already, it builds all the same, to find those in references, and
 * then fails. folder is that of the scenario, with its slash.
 * Errors: BW_ERR_INPUT, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_build_network(const struct bw_node *root,
    struct bw_columns *columns, const char *folder, bool has_errors,
    struct bw_error_list *errors, struct bw_network **out);

#endif
