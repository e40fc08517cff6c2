/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in routes: the lanes by which goods get from one place to another.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdio.h>

static void add_leg(struct bw_build *build, bw_index lane, bw_index *count)
{
    struct bw_leg *leg = NULL;
    if (bw_vector_push(&build->legs, &leg) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *leg = (struct bw_leg){.lane = lane};
    (*count)++;
}

static const char *site_name(const struct bw_build *build, bw_index site)
{
    return site == BW_NONE ? "the customers" : build->network->sites[site].name;
}

/* The lanes written under "by": each begins where the one before ends. */
static void read_legs(struct bw_build *build, const struct bw_view *view, bw_index from,
    bw_index to, bw_index *leg_count)
{
    const struct bw_node *by = bw_view_node(view, "by");
    const char *path = bw_build_path(build, view->path, "by");
    bool is_list = by->kind == BW_NODE_LIST;
    uint32_t count = is_list ? by->count : 1;
    bw_index here = from;
    if (count > BW_LEG_LIMIT) {
        bw_build_fail(
            build, path, "expected at most %u lanes, found %u", BW_LEG_LIMIT, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct bw_node *node = is_list ? by->entries[i].value : by;
        char number[16];
        (void)snprintf(number, sizeof number, "%u", i);
        const char *place = is_list ? bw_build_path(build, path, number) : path;
        if (node->kind != BW_NODE_SCALAR || !bw_schema_is_id(node->text)) {
            return; /* the schema check has said so */
        }
        bw_index lane =
            bw_view_resolve(build, place, node->text, "lanes", build->lanes);
        if (lane == BW_NONE) {
            return;
        }
        const struct bw_lane *l = &build->network->lanes[lane];
        if (l->from == BW_NONE) {
            return; /* an error of the lane */
        }
        if (here == BW_NONE || l->from != here) {
            bw_build_fail(build, place, "expected a lane from %s, found one from %s",
                site_name(build, here), site_name(build, l->from));
            return;
        }
        add_leg(build, lane, leg_count);
        here = l->to;
    }
    if (here != to) {
        bw_build_fail(build, path, "expected lanes that end at %s, found an end at %s",
            site_name(build, to), site_name(build, here));
    }
}

/* Says that lanes may be combined where the goods could change lanes on the way. */
static void fail_no_lane(
    struct bw_build *build, const struct bw_view *view, bw_index from, bw_index to)
{
    const struct bw_network *network = build->network;
    const char *start = site_name(build, from);
    const char *end = site_name(build, to);
    bool leaves = false;
    bool arrives = false;
    for (uint32_t i = 0; i < network->lane_count; i++) {
        leaves = leaves || network->lanes[i].from == from;
        arrives = arrives || network->lanes[i].to == to;
    }
    bw_build_fail(build, view->path,
        "no lane leads from %s to %s; add one under lanes, such as {from: %s, to: %s, "
        "transit: 2 d}%s",
        start, end, start, end, leaves && arrives ? ", or name several in \"by\"" : "");
}

/* The one lane that joins two sites. */
static void find_leg(struct bw_build *build, const struct bw_view *view, bw_index from,
    bw_index to, bool direct, bw_index *leg_count)
{
    const struct bw_lane_ends *ends = NULL;
    uint32_t count = bw_build_lanes_between(build, from, to, &ends);
    if (count == 1) {
        add_leg(build, ends[0].lane, leg_count);
    } else if (count == 0 && !direct && !build->has_broken_lane) {
        fail_no_lane(build, view, from, to);
    } else if (count > 1) {
        struct bw_text names;
        bw_text_init(&names);
        for (uint32_t i = 0; i < count; i++) {
            const struct bw_entry *lane = bw_node_sorted(build->lanes, ends[i].lane);
            bw_text_format(&names, "%s%s", i > 0 ? ", " : "", lane->key);
        }
        bw_build_fail(build, view->path,
            "several lanes lead from %s to %s: %s; name one in \"by\"",
            site_name(build, from), site_name(build, to), bw_text_get(&names));
        bw_text_release(&names);
    }
}

struct bw_routing bw_build_routing(struct bw_build *build, const struct bw_view *view,
    bw_index from, bw_index to, bool direct)
{
    bw_index first = (bw_index)build->legs.count;
    bw_index count = 0;
    if (from != to && bw_view_has(view, "by")) {
        read_legs(build, view, from, to, &count);
    } else if (from != to && to != BW_NONE) {
        find_leg(build, view, from, to, direct, &count);
    } else if (from == to && bw_view_has(view, "by")) {
        bw_build_fail(build, bw_build_path(build, view->path, "by"),
            "no lane is needed at one site");
    }
    if (count > 0 && build->legs.count == first + count) {
        struct bw_leg *last = bw_vector_at(&build->legs, first + count - 1);
        last->last = true;
    }
    return (struct bw_routing){first, count};
}
