/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_simulation.h"

#include "base/memory.h"
#include "chain/simulation.h"
#include "engine/stream.h"

#include <stdatomic.h>

struct bw_simulation {
    const struct bw_network *network;
    const struct bw_layout *layout;
};

static atomic_long runs;

long bw_fake_simulation_runs(void)
{
    return atomic_load(&runs);
}

void bw_fake_simulation_forget(void)
{
    atomic_store(&runs, 0);
}

struct bw_network bw_fake_network(
    struct bw_parameter *parameters, double level, double failing_replication)
{
    static struct bw_element chain = {.path = "chain", .kind = BW_ELEMENT_CHAIN};
    parameters[0] = (struct bw_parameter){.path = "level", .initial = level};
    parameters[1] =
        (struct bw_parameter){.path = "fails", .initial = failing_replication};
    return (struct bw_network){.title = "fake",
        .currency = "EUR",
        .horizon = BW_WEEK,
        .endpoint = BW_ENDPOINT_LEAD_TIME,
        .elements = &chain,
        .element_count = 1,
        .parameters = parameters,
        .parameter_count = BW_FAKE_PARAMETERS};
}

enum bw_status bw_simulation_create(const struct bw_network *network,
    const struct bw_layout *layout, struct bw_simulation **out)
{
    *out = bw_memory_allocate(1, sizeof **out);
    if (*out == NULL) {
        return BW_ERR_NOMEM;
    }
    **out = (struct bw_simulation){network, layout};
    return BW_OK;
}

void bw_simulation_free(struct bw_simulation *simulation)
{
    bw_memory_free(simulation);
}

enum bw_status bw_simulation_run(struct bw_simulation *simulation, uint64_t seed,
    uint64_t replication, double *values, struct bw_error_list *errors)
{
    const struct bw_parameter *parameters = simulation->network->parameters;
    const struct bw_key key = {seed, replication};
    atomic_fetch_add(&runs, 1);
    if ((double)replication >= parameters[1].initial
        && (double)replication <= parameters[1].initial) {
        return bw_error_fail(errors, BW_ERR_MODEL, "fails as asked");
    }
    for (size_t i = 0; i < simulation->layout->size; i++) {
        values[i] = parameters[0].initial + bw_stream_uniform(&key, i, 0);
    }
    return BW_OK;
}

uint64_t bw_simulation_events(const struct bw_simulation *simulation)
{
    return simulation->layout->size;
}
