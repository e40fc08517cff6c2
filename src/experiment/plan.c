/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/plan.h"

#include "base/memory.h"
#include "base/time.h"
#include "experiment/level.h"

#include <math.h>
#include <string.h>

/* Level number of a factor that keeps its base value. */
#define LEVEL_BASE SIZE_MAX

/* The base's value of one factor. */
struct base_value {
    const char *text; /* "base" when the paths differ or are not single numbers */
    double number;    /* NaN when not a number */
};

/* What the functions below share while one plan is made. */
struct builder {
    const struct bw_scenario *scenario;
    struct bw_plan *plan;
    struct base_value *bases; /* per factor */
    size_t *levels;           /* per factor: of the point being made */
    const char **texts;       /* [factor][point] */
    double *values;           /* [factor][point] */
    uint32_t capacity;        /* points reserved */
};

/* True when path matches pattern, in which "*" stands for one whole key. */
static bool is_match(const char *pattern, const char *path)
{
    while (*pattern != '\0' && *path != '\0') {
        size_t pattern_length = strcspn(pattern, ".");
        size_t path_length = strcspn(path, ".");
        bool is_any = pattern_length == 1 && pattern[0] == '*';
        if (!is_any
            && (pattern_length != path_length
                || strncmp(pattern, path, path_length) != 0)) {
            return false;
        }
        pattern += pattern_length;
        path += path_length;
        if (*pattern != *path) {
            return false;
        }
        if (*pattern == '.') {
            pattern++;
            path++;
        }
    }
    return *pattern == *path;
}

/* Writes the value of a row as a level would be written: input rows hold the number
 * apart from its unit, with the currency ("EUR/unit/month") or the item's unit where
 * none was given. Returns NULL when memory is short. */
static const char *write_base(struct bw_arena *arena, const struct bw_input_row *row)
{
    const char *unit = strchr(row->unit, '/');
    if (unit == NULL) {
        unit = bw_time_unit(row->unit, strlen(row->unit)) > 0 ? row->unit : "";
    }
    struct bw_text text;
    bw_text_init(&text);
    bw_text_format(&text, "%s%s%s", row->value, unit[0] != '\0' ? " " : "", unit);
    const char *copy =
        text.failed ? NULL : bw_arena_copy_text(arena, bw_text_get(&text), text.length);
    bw_text_release(&text);
    return copy;
}

/* True when both rows hold the same value. */
static bool is_same_value(const struct bw_input_row *a, const struct bw_input_row *b)
{
    return strcmp(a->value, b->value) == 0 && strcmp(a->unit, b->unit) == 0;
}

/* Finds a row of the base that all paths of the factor agree on, NULL when there is no
 * such one value. */
static const struct bw_input_row *find_base(
    const struct bw_input_table *inputs, const struct bw_factor *factor)
{
    const struct bw_input_row *found = NULL;
    for (size_t p = 0; p < factor->path_count; p++) {
        for (size_t r = 0; r < inputs->count; r++) {
            const struct bw_input_row *row = &inputs->rows[r];
            if (!is_match(factor->paths[p], row->path)) {
                continue;
            }
            if (found != NULL && !is_same_value(found, row)) {
                return NULL;
            }
            found = row;
        }
    }
    return found;
}

/* The sign that all levels of the factor share, 0 when they do not. */
static char common_sign(const struct bw_factor *factor)
{
    char sign = bw_level_read(factor->values[0]).relative;
    for (size_t v = 1; v < factor->value_count; v++) {
        if (bw_level_read(factor->values[v]).relative != sign) {
            return '\0';
        }
    }
    return sign;
}

/* The base beside relative levels is their neutral element, so that one axis fits all.
 * text is NULL when memory is short. */
static struct base_value base_of(struct bw_arena *arena,
    const struct bw_input_table *inputs, const struct bw_factor *factor)
{
    char sign = factor->value_count > 0 ? common_sign(factor) : '\0';
    if (sign == '*') {
        return (struct base_value){"*1", 1.0};
    }
    if (sign == '+') {
        return (struct base_value){"+0", 0.0};
    }
    const struct bw_input_row *row = find_base(inputs, factor);
    if (row == NULL) {
        return (struct base_value){"base", NAN};
    }
    const char *text = write_base(arena, row);
    return (struct base_value){text, text == NULL ? NAN : bw_level_read(text).value};
}

static bool is_base_level(const struct builder *builder, size_t factor, size_t level)
{
    if (level == LEVEL_BASE) {
        return true;
    }
    const char *text = builder->scenario->factors[factor].values[level];
    struct bw_level number = bw_level_read(text);
    return bw_level_is_neutral(&number)
        || bw_level_is_equal(text, builder->bases[factor].text);
}

/* Writes "safety=5000, qc=2"; factors at LEVEL_BASE are not named. */
static const char *make_label(struct builder *builder)
{
    const struct bw_scenario *scenario = builder->scenario;
    struct bw_text text;
    bw_text_init(&text);
    for (size_t f = 0; f < builder->plan->factor_count; f++) {
        if (builder->levels[f] != LEVEL_BASE) {
            const struct bw_factor *factor = &scenario->factors[f];
            bw_text_format(&text, "%s%s=%s", text.length > 0 ? ", " : "", factor->name,
                factor->values[builder->levels[f]]);
        }
    }
    if (text.length == 0) {
        bw_text_add(&text, "base");
    }
    const char *label = text.failed
        ? NULL
        : bw_arena_copy_text(&builder->plan->arena, bw_text_get(&text), text.length);
    bw_text_release(&text);
    return label;
}

/* One assignment per path of each factor that has a level. */
static enum bw_status make_assignments(
    struct builder *builder, struct bw_plan_point *point)
{
    const struct bw_scenario *scenario = builder->scenario;
    size_t count = 0;
    for (size_t f = 0; f < builder->plan->factor_count; f++) {
        count += builder->levels[f] == LEVEL_BASE ? 0 : scenario->factors[f].path_count;
    }
    struct bw_assignment *assignments =
        bw_arena_allocate(&builder->plan->arena, count, sizeof *assignments);
    if (assignments == NULL) {
        return BW_ERR_NOMEM;
    }
    size_t next = 0;
    for (size_t f = 0; f < builder->plan->factor_count; f++) {
        const struct bw_factor *factor = &scenario->factors[f];
        for (size_t p = 0; builder->levels[f] != LEVEL_BASE && p < factor->path_count;
             p++) {
            assignments[next++] = (struct bw_assignment){
                factor->paths[p], factor->values[builder->levels[f]]};
        }
    }
    point->assignments = assignments;
    point->assignment_count = count;
    return BW_OK;
}

/* Appends the point that builder->levels names. */
static enum bw_status add_point(struct builder *builder)
{
    struct bw_plan *plan = builder->plan;
    BW_ASSERT(plan->point_count < builder->capacity);
    uint32_t p = plan->point_count;
    struct bw_plan_point *point = &plan->points[p];
    for (size_t f = 0; f < plan->factor_count; f++) {
        size_t slot = f * builder->capacity + p;
        if (builder->levels[f] == LEVEL_BASE) {
            builder->texts[slot] = builder->bases[f].text;
            builder->values[slot] = builder->bases[f].number;
        } else {
            builder->texts[slot] =
                builder->scenario->factors[f].values[builder->levels[f]];
            builder->values[slot] = bw_level_read(builder->texts[slot]).value;
        }
    }
    point->label = make_label(builder);
    if (point->label == NULL) {
        return BW_ERR_NOMEM;
    }
    plan->labels[p] = point->label;
    plan->point_count++;
    return make_assignments(builder, point);
}

/* All combinations of levels; the last factor changes fastest. */
static enum bw_status add_grid(struct builder *builder)
{
    uint32_t factor_count = builder->plan->factor_count;
    enum bw_status status = BW_OK;
    for (size_t f = 0; f < factor_count; f++) {
        builder->levels[f] = 0;
    }
    for (;;) {
        bool is_base = true;
        for (size_t f = 0; f < factor_count; f++) {
            is_base = is_base && is_base_level(builder, f, builder->levels[f]);
        }
        status = is_base ? BW_OK : add_point(builder);
        size_t f = factor_count;
        while (f > 0
            && ++builder->levels[f - 1]
                == builder->scenario->factors[f - 1].value_count) {
            builder->levels[--f] = 0;
        }
        if (status != BW_OK || f == 0) {
            return status;
        }
    }
}

/* Each level of each factor beside the base values of the others. */
static enum bw_status add_one_at_a_time(struct builder *builder)
{
    enum bw_status status = BW_OK;
    for (size_t f = 0; f < builder->plan->factor_count; f++) {
        size_t value_count = builder->scenario->factors[f].value_count;
        for (size_t v = 0; status == BW_OK && v < value_count; v++) {
            if (!is_base_level(builder, f, v)) {
                builder->levels[f] = v;
                status = add_point(builder);
            }
        }
        builder->levels[f] = LEVEL_BASE;
    }
    return status;
}

/* Counts the points at most needed, the base included. */
static enum bw_status count_points(
    const struct bw_scenario *scenario, struct bw_error_list *errors, uint32_t *count)
{
    bool is_grid = scenario->design == BW_DESIGN_GRID;
    size_t total = is_grid ? 1 : 0;
    for (size_t f = 0; f < scenario->factor_count; f++) {
        size_t values = scenario->factors[f].value_count;
        if (values == 0) {
            return bw_error_fail(errors, BW_ERR_INPUT,
                "sweep.factors.%s: expected at least one level",
                scenario->factors[f].name);
        }
        bool fits = is_grid ? bw_memory_multiply(total, values, &total)
                            : values <= BW_PLAN_POINT_LIMIT;
        total += is_grid ? 0 : values;
        if (!fits || total >= BW_PLAN_POINT_LIMIT) {
            return bw_error_fail(errors, BW_ERR_INPUT,
                "sweep: the factors give more than %u points; use fewer levels or "
                "design: one_at_a_time",
                BW_PLAN_POINT_LIMIT);
        }
    }
    *count = (uint32_t)total + 1;
    return BW_OK;
}

static enum bw_status reserve(struct builder *builder, uint32_t capacity)
{
    struct bw_plan *plan = builder->plan;
    struct bw_arena *arena = &plan->arena;
    size_t cells = (size_t)plan->factor_count * capacity;
    builder->capacity = capacity;
    plan->points = bw_arena_allocate(arena, capacity, sizeof *plan->points);
    plan->labels = bw_arena_allocate(arena, capacity, sizeof *plan->labels);
    plan->factors = bw_arena_allocate(arena, plan->factor_count, sizeof *plan->factors);
    builder->texts = bw_arena_allocate(arena, cells, sizeof *builder->texts);
    builder->values = bw_arena_allocate(arena, cells, sizeof *builder->values);
    builder->bases =
        bw_arena_allocate(arena, plan->factor_count, sizeof *builder->bases);
    builder->levels =
        bw_arena_allocate(arena, plan->factor_count, sizeof *builder->levels);
    bool is_complete = plan->points != NULL && plan->labels != NULL
        && plan->factors != NULL && builder->texts != NULL && builder->values != NULL
        && builder->bases != NULL && builder->levels != NULL;
    return is_complete ? BW_OK : BW_ERR_NOMEM;
}

static enum bw_status describe_factors(struct builder *builder)
{
    struct bw_plan *plan = builder->plan;
    for (size_t f = 0; f < plan->factor_count; f++) {
        const struct bw_factor *factor = &builder->scenario->factors[f];
        struct bw_text paths;
        bw_text_init(&paths);
        for (size_t p = 0; p < factor->path_count; p++) {
            bw_text_format(&paths, "%s%s", p > 0 ? ", " : "", factor->paths[p]);
        }
        const char *copy = paths.failed
            ? NULL
            : bw_arena_copy_text(&plan->arena, bw_text_get(&paths), paths.length);
        bw_text_release(&paths);
        builder->bases[f] = base_of(&plan->arena, &builder->scenario->inputs, factor);
        if (copy == NULL || builder->bases[f].text == NULL) {
            return BW_ERR_NOMEM;
        }
        plan->factors[f] = (struct bw_result_factor){.name = factor->name,
            .paths = copy,
            .values = builder->values + f * builder->capacity,
            .texts = builder->texts + f * builder->capacity};
        builder->levels[f] = LEVEL_BASE;
    }
    return BW_OK;
}

static enum bw_status build(
    struct builder *builder, bool is_sweep, struct bw_error_list *errors)
{
    const struct bw_scenario *scenario = builder->scenario;
    bool is_grid = scenario->design == BW_DESIGN_GRID;
    uint32_t capacity = 1;
    enum bw_status status = BW_OK;
    builder->plan->design = "run";
    if (is_sweep) {
        builder->plan->factor_count = (uint32_t)scenario->factor_count;
        builder->plan->design = is_grid ? "grid" : "one_at_a_time";
        status = count_points(scenario, errors, &capacity);
    }
    if (status == BW_OK) {
        status = reserve(builder, capacity);
    }
    if (status == BW_OK) {
        status = describe_factors(builder);
    }
    if (status == BW_OK) {
        status = add_point(builder); /* the base */
    }
    if (status == BW_OK && is_sweep) {
        status = is_grid ? add_grid(builder) : add_one_at_a_time(builder);
    }
    if (status == BW_ERR_NOMEM) {
        status = bw_error_fail(errors, status, "%s", bw_status_text(status));
    }
    return status;
}

enum bw_status bw_plan_create(const struct bw_scenario *scenario, bool is_sweep,
    struct bw_error_list *errors, struct bw_plan **out)
{
    *out = NULL;
    if (is_sweep && scenario->factor_count == 0) {
        return bw_error_fail(errors, BW_ERR_INPUT,
            "sweep: the scenario has no factors; expected sweep: {factors: {NAME: "
            "{path: ..., values: [...]}}}");
    }
    struct bw_plan *plan = bw_memory_allocate(1, sizeof *plan);
    if (plan == NULL) {
        return bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM));
    }
    bw_arena_init(&plan->arena);
    struct builder builder = {.scenario = scenario, .plan = plan};
    enum bw_status status = build(&builder, is_sweep, errors);
    if (status == BW_OK) {
        *out = plan;
    } else {
        bw_plan_free(plan);
    }
    return status;
}

void bw_plan_free(struct bw_plan *plan)
{
    if (plan != NULL) {
        bw_arena_release(&plan->arena);
        bw_memory_free(plan);
    }
}

void bw_plan_describe(const struct bw_plan *plan, struct bw_text *text)
{
    for (uint32_t p = 0; p < plan->point_count; p++) {
        const struct bw_plan_point *point = &plan->points[p];
        bw_text_format(text, "point %u %s\n", p, point->label);
        for (size_t a = 0; a < point->assignment_count; a++) {
            bw_text_format(text, "%s=%s\n", point->assignments[a].path,
                point->assignments[a].value);
        }
    }
}
