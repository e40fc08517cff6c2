/* SPDX-License-Identifier: Apache-2.0
 *
 * Replications of a scenario, one after the other, as an experiment runs them. Making
 * the simulation counts; reading the scenario does not.
 */
#include "base/memory.h"
#include "chain/simulation.h"
#include "experiment/bench_internal.h"

#include <math.h>

static enum bw_status run_chain(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct bw_layout *layout = NULL;
    struct bw_simulation *simulation = NULL;
    double *values = NULL;
    enum bw_status status = bw_layout_create(request->network, &layout);
    if (status == BW_OK) {
        status = bw_simulation_create(request->network, layout, &simulation);
    }
    if (status == BW_OK) {
        values = bw_memory_allocate(layout->size, sizeof *values);
        status = values != NULL ? BW_OK : BW_ERR_NOMEM;
    }
    for (uint64_t i = 0; status == BW_OK && i < request->size; i++) {
        status = bw_simulation_run(
            simulation, request->seed, replication * request->size + i, values, errors);
        count->events += bw_simulation_events(simulation);
        count->items++;
    }
    count->figure = (double)count->events / (double)request->size;
    count->expected = NAN;
    bw_memory_free(values);
    bw_simulation_free(simulation);
    bw_layout_free(layout);
    return status;
}

const struct bw_workload_kind bw_workload_chain = {"chain", 10, run_chain};
