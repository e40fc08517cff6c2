/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/run_reader.h"

#include "scenario/view.h"

#include <math.h>
#include <string.h>

static const struct bw_node *find(const struct bw_node *root, const char *key)
{
    const struct bw_node *run = bw_node_get(root, "run");
    const struct bw_node *node = run != NULL ? bw_node_get(run, key) : NULL;
    return node != NULL ? bw_value_unwrap(node) : NULL;
}

bool bw_run_is_antithetic(const struct bw_node *root)
{
    const struct bw_node *node = find(root, "antithetic");
    return node != NULL && node->kind == BW_NODE_SCALAR
        && strcmp(node->text, "true") == 0;
}

enum bw_status bw_run_read(const struct bw_node *root, struct bw_scenario *scenario)
{
    struct bw_build build = {.root = root};
    bw_arena_init(&build.scratch);
    bw_arena_init(&build.paths);
    struct bw_view top = bw_view_root(&build);
    struct bw_view run = bw_view_child(&top, "run");
    scenario->replications = (uint32_t)bw_view_integer(&run, "replications");
    scenario->seed = (uint64_t)bw_view_integer(&run, "seed");
    bw_arena_release(&build.scratch);
    bw_arena_release(&build.paths);
    return build.status;
}

void bw_run_check(struct bw_reader *reader, const struct bw_node *root)
{
    struct bw_scenario run = {.replications = 0};
    const struct bw_node *node = find(root, "replications");
    if (reader->wants_inverse && node != NULL && bw_run_read(root, &run) == BW_OK
        && run.replications % 2 != 0) {
        size_t outer = bw_reader_enter(reader, "run");
        size_t inner = bw_reader_enter(reader, "replications");
        bw_reader_fail(reader, node->position,
            "expected an even number, as run.antithetic needs, found %u",
            run.replications);
        bw_reader_leave(reader, inner);
        bw_reader_leave(reader, outer);
    }
}
