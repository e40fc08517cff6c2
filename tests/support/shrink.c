/* SPDX-License-Identifier: Apache-2.0 */
#include "shrink.h"

#include "unit.h"

#include <string.h>

void bw_choices_begin(struct bw_choices *choices, uint64_t seed)
{
    memset(choices, 0, sizeof *choices);
    choices->random = seed;
    choices->draws = true;
}

static uint32_t draw(struct bw_choices *choices, uint32_t count)
{
    uint64_t z = choices->random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ z >> 31) % count);
}

uint32_t bw_choose(struct bw_choices *choices, uint32_t count)
{
    uint32_t *value = &choices->values[choices->position];

    assert_true(choices->position < BW_CHOICES_MOST && count > 0);
    if (choices->position >= choices->count) {
        *value = choices->draws ? draw(choices, count) : 0;
        choices->count = choices->position + 1;
    }
    /* Earlier choices may have changed what this one is about. */
    *value = *value < count ? *value : count - 1;
    choices->position++;
    return *value;
}

size_t bw_choices_size(const struct bw_choices *choices)
{
    size_t size = 0;

    for (size_t i = 0; i < choices->count; i++) {
        size += choices->values[i] != 0;
    }
    return size;
}

/* Search for the smallest case. */
struct search {
    struct bw_choices *best;
    bw_fails_fn fails;
    void *context;
    size_t tried, limit;
};

/* Takes a case over when it fails and is simpler. */
static bool try_case(struct search *search, struct bw_choices *candidate)
{
    if (search->tried >= search->limit) {
        return false;
    }
    search->tried++;
    candidate->position = 0;
    candidate->draws = false;
    if (!search->fails(search->context, candidate)) {
        return false;
    }
    candidate->count = candidate->position; /* what was not asked for is no choice */
    *search->best = *candidate;
    return true;
}

/* Tries to make a stretch of choices the simplest ones. */
static bool clear(struct search *search, size_t from, size_t length)
{
    struct bw_choices candidate = *search->best;
    bool any = false;

    for (size_t i = from; i < from + length && i < candidate.count; i++) {
        any = any || candidate.values[i] != 0;
        candidate.values[i] = 0;
    }
    return any && try_case(search, &candidate);
}

/* Tries to make one choice simpler, if not the simplest. */
static bool lower(struct search *search, size_t at)
{
    for (uint32_t value = 1; value < search->best->values[at]; value++) {
        struct bw_choices candidate = *search->best;

        candidate.values[at] = value;
        if (try_case(search, &candidate)) {
            return true;
        }
    }
    return false;
}

size_t bw_shrink(
    struct bw_choices *choices, bw_fails_fn fails, void *context, size_t limit)
{
    struct search search = {choices, fails, context, 0, limit};
    size_t length = choices->count;
    bool better = true;

    while (better) {
        better = false;
        for (; length > 1; length = length / 2) {
            for (size_t from = 0; from < choices->count; from += length) {
                (void)clear(&search, from, length);
            }
        }
        for (size_t at = 0; at < choices->count; at++) {
            better = clear(&search, at, 1) || better;
        }
        for (size_t at = 0; at < choices->count; at++) {
            better = lower(&search, at) || better;
        }
    }
    return search.tried;
}
