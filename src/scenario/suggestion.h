/* SPDX-License-Identifier: Apache-2.0
 *
 * The nearest of several words to one that was not understood.
 */
#ifndef BW_SCENARIO_SUGGESTION_H
#define BW_SCENARIO_SUGGESTION_H

#include "base/text.h"
#include "scenario/node.h"

struct bw_suggestion {
    const char *word;
    const char *best; /* borrowed, NULL while nothing near was offered */
    unsigned distance, resemblance;
};

struct bw_suggestion bw_suggestion_start(const char *word);

/* Offers a candidate; it is kept when it is nearer than those before. At equal distance
 * the one that shares more of its beginning and end wins, then the earlier one. */
void bw_suggestion_offer(struct bw_suggestion *suggestion, const char *candidate);

/* Offers every key of a map; node may be NULL or no map. */
void bw_suggestion_offer_keys(
    struct bw_suggestion *suggestion, const struct bw_node *node);

/* Offers the words of "a|b|c"; words may be NULL. */
void bw_suggestion_offer_words(struct bw_suggestion *suggestion, const char *words);

/* Appends `; did you mean "best"?` when something near was offered. */
void bw_suggestion_write(const struct bw_suggestion *suggestion, struct bw_text *text);

/* True when candidate is the suggestion. */
bool bw_suggestion_is(const struct bw_suggestion *suggestion, const char *candidate);

#endif
