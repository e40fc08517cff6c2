/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/trace_run.h"

#include "base/memory.h"
#include "chain/simulation.h"

enum bw_status bw_trace_run(
    const struct bw_trace_request *request, struct bw_error_list *errors)
{
    struct bw_simulation *simulation = NULL;
    struct bw_tracer *tracer = NULL;
    double *values = bw_memory_allocate(request->layout->size, sizeof *values);
    enum bw_status status = values != NULL ? BW_OK : BW_ERR_NOMEM;

    if (status == BW_OK) {
        status = bw_tracer_create(
            request->network, request->function, request->context, &tracer);
    }
    if (status == BW_OK) {
        status = bw_simulation_create(request->network, request->layout, &simulation);
    }
    if (status != BW_OK) {
        (void)bw_error_fail(errors, status, "%s", bw_status_text(status));
    } else {
        bw_simulation_trace(simulation, tracer);
        status = bw_simulation_run(
            simulation, request->seed, request->replication, values, errors);
    }
    bw_simulation_free(simulation);
    bw_tracer_free(tracer);
    bw_memory_free(values);
    return status;
}
