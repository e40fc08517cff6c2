/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes the made-up result file for tests in other languages, and its report.
 *   write_example FILE [points [replications [weeks [spare_stocks [FOLDER]]]]]
 */
#include "result_fixture.h"
#include "results/report.h"
#include "results/result_file.h"

#include <stdio.h>
#include <stdlib.h>

static void print_errors(const struct bw_error_list *errors)
{
    for (size_t i = 0; i < errors->count; i++) {
        (void)fprintf(stderr, "%s\n", errors->errors[i].text);
    }
}

int main(int argc, char **argv)
{
    struct result_fixture fixture;
    struct result_fixture_size size = result_fixture_small;
    uint32_t *const numbers[] = {
        &size.points, &size.replications, &size.weeks, &size.spare_stocks};
    struct bw_error_list errors;
    enum bw_status status = BW_OK;

    if (argc < 2) {
        return 64;
    }
    for (int i = 2; i < argc && i < 6; i++) {
        *numbers[i - 2] = (uint32_t)strtoul(argv[i], NULL, 10);
    }
    bw_error_list_init(&errors);
    result_fixture_make(&fixture, &size);
    status = bw_result_file_write(&fixture.set, argv[1], &errors);
    if (status == BW_OK && argc > 6) {
        struct bw_result_data *data = NULL;
        status = bw_result_read(argv[1], &data, &errors);
        if (status == BW_OK) {
            status = bw_report_write(data, argv[6], NULL, NULL, &errors);
        }
        bw_result_data_free(data);
    }
    result_fixture_release(&fixture);
    print_errors(&errors);
    bw_error_list_release(&errors);
    return status == BW_OK ? 0 : 74;
}
