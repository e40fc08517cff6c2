/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/table_output.h"
#include "results/export_csv.h"
#include "results/result_read.h"

static enum bw_status export_data(
    const struct bw_result_data *data, const char *path, struct bw_error_list *errors)
{
    struct bw_table_output output;
    enum bw_status status = bw_table_output_open(&output, path, errors);
    if (status == BW_OK) {
        status = bw_export_csv(data, bw_table_output_send, &output, errors);
    }
    return bw_table_output_close(&output, status);
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    if ((options->given & BW_OPTION_CSV) == 0) {
        return bw_error_fail(errors, BW_ERR_USAGE, "export: expected a format: --csv");
    }
    struct bw_result_data *data = NULL;
    enum bw_status status = bw_result_read(options->operands[0], &data, errors);
    if (status == BW_OK) {
        status = export_data(data, options->output, errors);
    }
    bw_result_data_free(data);
    return status;
}

const struct bw_command bw_command_export = {
    .name = "export",
    .summary = "print the figures of a result file as a tidy table",
    .operands = "FILE",
    .examples = "  bullwhip export run.h5 --csv -o run.csv\n"
                "  bullwhip export run.h5 --csv | grep lead_time_p95\n",
    .details = "One row per figure: point,element,metric,unit,mean,half_width,sd,min,"
               "max,n. Undefined\nfigures are \"nan\"; half_width is at 95 %.\n",
    .options = BW_OPTION_CSV | BW_OPTION_OUTPUT,
    .operand_count = 1,
    .run = run,
};
