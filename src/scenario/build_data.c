/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in data of partners, and who works on what is wrong with them.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

/* Keys of the classes, in the order of enum bw_data_class. */
static const char *const classes[BW_DATA_CLASS_COUNT] = {
    NULL, "wrong", "no_record", "no_goods", "damaged", "duplicate"};

static void build_classes(
    struct bw_build *build, const struct bw_view *view, struct bw_data *data)
{
    struct bw_view shares = bw_view_child(view, "classes");
    double sum = 0.0;
    for (unsigned i = 1; i < BW_DATA_CLASS_COUNT; i++) {
        sum += shares.node == NULL ? i == BW_DATA_WRONG
                                   : bw_view_number(&shares, classes[i]);
        data->cumulative[i] = sum;
    }
    if (fabs(sum - 1.0) > 1e-9) {
        bw_build_fail(
            build, shares.path, "expected shares that add up to 1, found %g", sum);
    }
    data->cumulative[BW_DATA_CLASS_COUNT - 1] = 1.0;
}

/* A stream of an end of the lane, or of returns. */
static uint64_t stream_of(struct bw_build *build, const struct bw_view *view,
    const char *key, const char *end)
{
    return bw_build_stream(build, bw_build_path(build, view->path, key), end);
}

static void build_ends(
    struct bw_build *build, const struct bw_view *view, struct bw_data *data)
{
    static const char *const ends[BW_DATA_END_COUNT] = {"ship", "receive", "return"};
    for (unsigned i = 0; i < BW_DATA_END_COUNT; i++) {
        data->ends[i].delay = bw_view_sampler(view, "delay");
        data->ends[i].delay.stream = stream_of(build, view, "delay", ends[i]);
        data->ends[i].error_stream = stream_of(build, view, "errors", ends[i]);
        data->ends[i].class_stream = stream_of(build, view, "classes", ends[i]);
        data->ends[i].systematic_stream = stream_of(build, view, "systematic", ends[i]);
    }
}

const struct bw_data *bw_build_data(
    struct bw_build *build, const struct bw_view *owner, bw_index element)
{
    struct bw_view view = bw_view_child(owner, "data");
    struct bw_view onboarding = bw_view_child(&view, "onboarding");
    struct bw_view systematic = bw_view_child(&view, "systematic");
    struct bw_data *data = NULL;
    if (view.node == NULL) {
        return NULL;
    }
    data = bw_build_allocate(build, 1, sizeof *data);
    if (data == NULL) {
        return NULL;
    }
    data->number = build->network->data_count++;
    data->errors = bw_view_parameter(&view, "errors", element);
    if (onboarding.node != NULL) {
        data->to = bw_view_number(&onboarding, "to");
        data->over = bw_view_duration(&onboarding, "over");
        data->begin = bw_view_duration(&onboarding, "begin");
    }
    build_classes(build, &view, data);
    if (systematic.node != NULL) {
        data->every = bw_view_sampler(&systematic, "every");
        data->lasts = bw_view_sampler(&systematic, "lasts");
        data->systematic = bw_view_number(&systematic, "errors");
    }
    data->request = bw_view_duration(&view, "request");
    data->missing = bw_view_sampler(&view, "missing");
    build_ends(build, &view, data);
    if (!bw_view_has(owner, "resolver")) {
        bw_build_fail(build, owner->path,
            "missing key \"resolver\", since its data can be wrong");
    }
    return data;
}

static void build_case(struct bw_build *build, const struct bw_view *view,
    const char *purpose, struct bw_resolver *resolver)
{
    resolver->time = bw_view_sampler(view, "time");
    resolver->time.stream = stream_of(build, view, "time", purpose);
    resolver->reject_share = bw_view_number(view, "reject");
    resolver->reject.present = resolver->reject_share > 0.0;
    resolver->reject.stream = stream_of(build, view, "reject", purpose);
    resolver->correct_share = bw_view_number(view, "correct");
    resolver->correct_stream = stream_of(build, view, "correct", purpose);
    resolver->cost = bw_view_number(view, "cost");
}

void bw_build_cases(struct bw_build *build, const struct bw_view *view,
    const char *purpose, struct bw_resolver *resolver)
{
    struct bw_view shares = bw_view_child(view, "classes");
    struct bw_resolver *of_class = NULL;
    if (view->node == NULL) {
        return;
    }
    resolver->correct_share = bw_view_number(view, "correct");
    resolver->correct_stream = stream_of(build, view, "correct", purpose);
    resolver->cost = bw_view_number(view, "cost");
    if (shares.node == NULL) {
        return;
    }
    of_class = bw_build_allocate(build, BW_DATA_CLASS_COUNT, sizeof *of_class);
    if (of_class == NULL) {
        return;
    }
    for (unsigned i = 0; i < BW_DATA_CLASS_COUNT; i++) {
        of_class[i] = *resolver;
        if (i > 0 && bw_view_has(&shares, classes[i])) {
            struct bw_view special = bw_view_child(&shares, classes[i]);
            build_case(build, &special, purpose, &of_class[i]);
        }
    }
    resolver->of_class = of_class;
}
