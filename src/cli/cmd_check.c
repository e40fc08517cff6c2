/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "scenario/scenario.h"

#include <inttypes.h>
#include <stdio.h>

static void print_summary(const char *path, const struct bw_scenario *scenario)
{
    const struct bw_network *network = scenario->network;
    (void)printf("%s: %" PRIu32 " elements (%" PRIu32 " demands, %" PRIu32
                 " stocks, %" PRIu32 " lanes, %" PRIu32 " resources), %" PRIu32
                 " parameters, %zu factors, %zu values, ok\n",
        path, network->element_count, network->demand_count, network->stock_count,
        network->lane_count, network->resource_count, network->parameter_count,
        scenario->factor_count, scenario->inputs.count);
}

/* How long packaging with physics keeps each class that its goods are packed for. */
static void print_hold_times(const struct bw_network *network)
{
    for (bw_index i = 0; i < network->packaging_count; i++) {
        const struct bw_packaging *packaging = &network->packagings[i];
        const struct bw_thermal_packaging *thermal = packaging->thermal;

        for (bw_index k = 0; thermal != NULL && k < network->class_count; k++) {
            const struct bw_storage_class *class = &network->classes[k];
            char time[32];
            bw_time hold;

            if (thermal->packed_c < class->low_c || thermal->packed_c > class->high_c) {
                continue;
            }
            hold = bw_packaging_hold(
                thermal, packaging->qualified_c, class->low_c, class->high_c);
            if (hold == BW_FOREVER) {
                (void)snprintf(time, sizeof time, "more than a year");
            } else {
                (void)snprintf(
                    time, sizeof time, "%.1f h", (double)hold / (double)BW_HOUR);
            }
            (void)printf("  packaging.%s: empty, keeps %s for %s at %g degC\n",
                packaging->name, class->name, time, packaging->qualified_c);
        }
    }
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    const char *path = options->operands[0];
    struct bw_scenario *scenario = NULL;
    enum bw_status status = bw_scenario_load(path, options->assignments.items,
        options->assignments.count, errors, &scenario);
    size_t error_count = errors->error_count;
    size_t warning_count = errors->warning_count;
    bool is_quiet = (options->given & BW_OPTION_QUIET) != 0;
    bw_terminal_print_errors(errors, is_quiet);
    if (status == BW_OK && !is_quiet) {
        print_summary(path, scenario);
        print_hold_times(scenario->network);
    } else if (status != BW_OK && !is_quiet) {
        (void)fprintf(stderr, "bullwhip: %s: %zu error%s, %zu warning%s\n", path,
            error_count, error_count == 1 ? "" : "s", warning_count,
            warning_count == 1 ? "" : "s");
    }
    bw_scenario_free(scenario);
    return status;
}

const struct bw_command bw_command_check = {
    .name = "check",
    .summary = "read a scenario and report every error and warning",
    .operands = "SCENARIO",
    .examples = "  bullwhip check tutorial.yaml\n"
                "  bullwhip check tutorial.yaml --set time.horizon='52 w'\n",
    .details = "Nothing is simulated. Messages have the form file:line:column: path: "
               "text.\n",
    .options = BW_OPTION_SET,
    .operand_count = 1,
    .run = run,
};
