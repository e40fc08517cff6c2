/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/view.h"

#include "base/number.h"
#include "scenario/law_reader.h"

#include <math.h>
#include <string.h>

struct bw_view bw_view_root(struct bw_build *build)
{
    return (struct bw_view){build, &bw_schema_root, build->root, NULL, ""};
}

static const struct bw_row *find_row(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = bw_schema_find(view->table, key);
    BW_ASSERT(row != NULL);
    return row;
}

/* True when the view is the value of this key itself. */
static bool is_alone(const struct bw_view *view, const char *key)
{
    return view->alone != NULL && strcmp(view->alone, key) == 0;
}

/* What is written at a key, NULL when nothing is. */
static const struct bw_node *get(const struct bw_view *view, const char *key)
{
    if (view->alone != NULL) {
        return is_alone(view, key) ? view->node : NULL;
    }
    return bw_node_get(view->node, key);
}

const char *bw_view_path(const struct bw_view *view, const char *key)
{
    return is_alone(view, key) ? view->path
                               : bw_build_path(view->build, view->path, key);
}

struct bw_view bw_view_child(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = get(view, key);
    node = node != NULL ? bw_value_unwrap(node) : NULL;
    bool alone = node == NULL || bw_value_stands_alone(row, node);
    return (struct bw_view){view->build, row->child, node,
        alone ? row->shorthand : NULL, bw_build_path(view->build, view->path, key)};
}

uint32_t bw_view_count(const struct bw_view *view, const char *key)
{
    const struct bw_node *node = bw_node_get(view->node, key);
    return node != NULL && node->kind == BW_NODE_MAP ? node->count : 0;
}

static struct bw_view view_entry(
    const struct bw_view *view, const char *key, const struct bw_entry *entry)
{
    const char *path = bw_build_path(view->build, view->path, key);
    return (struct bw_view){view->build, find_row(view, key)->child, entry->value, NULL,
        bw_build_path(view->build, path, entry->key)};
}

struct bw_view bw_view_ranked(
    const struct bw_view *view, const char *key, uint32_t rank)
{
    return view_entry(view, key, bw_node_sorted(bw_node_get(view->node, key), rank));
}

struct bw_view bw_view_written(const struct bw_view *view, const char *key, uint32_t at)
{
    return view_entry(view, key, &bw_node_get(view->node, key)->entries[at]);
}

const char *bw_view_id(const struct bw_view *view)
{
    const char *dot = strrchr(view->path, '.');
    return dot != NULL ? dot + 1 : view->path;
}

bool bw_view_has(const struct bw_view *view, const char *key)
{
    return get(view, key) != NULL;
}

const struct bw_node *bw_view_node(const struct bw_view *view, const char *key)
{
    const struct bw_node *node = get(view, key);
    return node != NULL ? bw_value_unwrap(node) : NULL;
}

/* The default of a row as if it were written. */
static struct bw_node default_node(const struct bw_row *row)
{
    return (struct bw_node){
        .kind = BW_NODE_SCALAR, .quoted = true, .text = row->fallback};
}

double bw_view_number(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    double value = 0.0;
    if (node != NULL && bw_value_number(row, node, &value) == BW_FIT_GOOD) {
        return value;
    }
    struct bw_node fallback = default_node(row);
    if (row->fallback != NULL
        && bw_value_number(row, &fallback, &value) == BW_FIT_GOOD) {
        return value;
    }
    return 0.0;
}

uint32_t bw_view_list_count(const struct bw_view *view, const char *key)
{
    const struct bw_node *node = bw_view_node(view, key);
    if (node == NULL || node->kind == BW_NODE_MAP) {
        return 0;
    }
    return node->kind == BW_NODE_LIST ? node->count : 1;
}

/* Entry i of a list, or the one value that stands for a list. */
static const struct bw_node *list_entry(const struct bw_node *node, uint32_t i)
{
    return node->kind == BW_NODE_LIST ? bw_value_unwrap(node->entries[i].value) : node;
}

double bw_view_list_number(const struct bw_view *view, const char *key, uint32_t i)
{
    struct bw_row number = *find_row(view, key);
    double value = 0.0;
    number.type = BW_ROW_NUMBER;
    const struct bw_node *entry = list_entry(bw_view_node(view, key), i);
    return bw_value_number(&number, entry, &value) == BW_FIT_GOOD ? value : 0.0;
}

uint32_t bw_view_word_set(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    uint32_t set = 0;
    for (uint32_t i = 0; i < bw_view_list_count(view, key); i++) {
        int64_t word = 0;
        if (bw_value_word(row, list_entry(node, i), &word) == BW_FIT_GOOD) {
            set |= 1u << word;
        }
    }
    return set;
}

uint32_t bw_view_numbers(
    const struct bw_view *view, const char *key, double *values, uint32_t limit)
{
    uint32_t count = bw_view_list_count(view, key);
    count = count < limit ? count : limit;
    for (uint32_t i = 0; i < count; i++) {
        values[i] = bw_view_list_number(view, key, i);
    }
    return count;
}

bw_time bw_view_duration(const struct bw_view *view, const char *key)
{
    double ticks = bw_view_number(view, key);
    return isinf(ticks) ? BW_FOREVER : bw_time_round(ticks);
}

bw_time bw_view_instant(const struct bw_view *view, const char *key)
{
    const struct bw_node *node = bw_view_node(view, key);
    int64_t day = 0;
    if (node != NULL && node->kind == BW_NODE_SCALAR
        && bw_date_read(node->text, &day)) {
        return (day - view->build->network->start_day) * BW_DAY;
    }
    return bw_view_duration(view, key);
}

int64_t bw_view_integer(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    struct bw_node fallback = default_node(row);
    int64_t value = 0;
    if (row->type == BW_ROW_INTEGER) {
        /* The range was checked; a seed needs all its digits. */
        double number = 0.0;
        const struct bw_node *read = &fallback;
        if (node != NULL && bw_value_number(row, node, &number) == BW_FIT_GOOD) {
            read = node;
        }
        bool good = read->text != NULL && bw_number_read_integer(read->text, &value);
        return good ? value : 0;
    }
    if (node != NULL && bw_value_word(row, node, &value) == BW_FIT_GOOD) {
        return value;
    }
    if (row->fallback != NULL && bw_value_word(row, &fallback, &value) == BW_FIT_GOOD) {
        return value;
    }
    return 0;
}

const char *bw_view_text(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    int64_t ignored = 0;
    if (node == NULL) {
        return row->fallback;
    }
    return bw_value_word(row, node, &ignored) == BW_FIT_GOOD ? node->text : NULL;
}

void bw_view_warn_rounded(const struct bw_view *view, const char *key, bw_index item)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    const char *text = node != NULL ? node->text : row->fallback;
    double units = 0.0;
    if (item == BW_NONE || text == NULL
        || !bw_units_read(row->dimension, text, &units)) {
        return;
    }
    const struct bw_item *i = &view->build->network->items[item];
    double quanta = units / i->quantum;
    double nearest = round(quanta);
    if (i->quantum > 0.0 && fabs(quanta - nearest) > 1e-9 * fmax(1.0, fabs(quanta))) {
        bw_build_warn(view->build, bw_view_path(view, key),
            "%.12g is no multiple of the quantum of %s, %.12g, and is rounded to %.12g",
            units, i->name, i->quantum, nearest * i->quantum);
    }
}

int64_t bw_view_quanta(const struct bw_view *view, const char *key, bw_index item)
{
    double units = bw_view_number(view, key);
    int64_t quanta = 0;
    if (item == BW_NONE || isinf(units)) {
        return 0;
    }
    if (!bw_item_quanta(&view->build->network->items[item], units, &quanta)) {
        bw_build_fail(view->build, bw_view_path(view, key),
            "the quantity is too large for the item's quantum");
    }
    bw_view_warn_rounded(view, key, item);
    return quanta;
}

/* Offers the keys that may be ids; the others are errors themselves. */
static void offer_ids(const struct bw_node *targets, struct bw_suggestion *suggestion)
{
    bool is_map = targets != NULL && targets->kind == BW_NODE_MAP;
    for (uint32_t i = 0; is_map && i < targets->count; i++) {
        if (bw_schema_is_id(targets->entries[i].key)) {
            bw_suggestion_offer(suggestion, targets->entries[i].key);
        }
    }
}

bw_index bw_view_resolve(struct bw_build *build, const char *path, const char *id,
    const char *what, const struct bw_node *targets)
{
    uint32_t rank = bw_node_rank(targets, id);
    if (rank != UINT32_MAX) {
        return rank;
    }
    struct bw_suggestion suggestion = bw_suggestion_start(id);
    struct bw_text text;
    bw_text_init(&text);
    offer_ids(targets, &suggestion);
    bw_suggestion_write(&suggestion, &text);
    bw_build_fail(build, path, "expected an id in %s, found \"%s\"%s", what, id,
        bw_text_get(&text));
    bw_text_release(&text);
    return BW_NONE;
}

bw_index bw_view_reference(
    const struct bw_view *view, const char *key, const struct bw_node *targets)
{
    const char *id = bw_view_text(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    if (id == NULL && node != NULL && node->kind == BW_NODE_SCALAR) {
        /* An element whose id is refused is found all the same. */
        uint32_t rank = bw_node_rank(targets, node->text);
        return rank == UINT32_MAX ? BW_NONE : rank;
    }
    if (id == NULL) {
        return BW_NONE;
    }
    return bw_view_resolve(
        view->build, bw_view_path(view, key), id, find_row(view, key)->target, targets);
}

struct bw_sampler bw_view_sampler(const struct bw_view *view, const char *key)
{
    const struct bw_row *row = find_row(view, key);
    const struct bw_node *node = bw_view_node(view, key);
    struct bw_sampler sampler = {.present = false};
    struct bw_node fallback = default_node(row);
    struct bw_reader *reader = &view->build->reader;
    if (node == NULL && row->fallback == NULL) {
        return sampler;
    }
    sampler.present = true;
    /* What the schema check refused reads as 0; its error stands in the list. */
    (void)bw_law_read(reader, row, node != NULL ? node : &fallback, &sampler.law);
    if (reader->status == BW_ERR_NOMEM) {
        view->build->status = BW_ERR_NOMEM;
    }
    sampler.stream = is_alone(view, key)
        ? bw_build_stream_of(view->build, view->path)
        : bw_build_stream(view->build, view->path, key);
    return sampler;
}

bw_index bw_view_parameter(
    const struct bw_view *view, const char *key, bw_index element)
{
    const struct bw_row *row = find_row(view, key);
    double value = row->type == BW_ROW_INTEGER ? (double)bw_view_integer(view, key)
                                               : bw_view_number(view, key);
    return bw_build_parameter(
        view->build, bw_view_path(view, key), element, value, row);
}
