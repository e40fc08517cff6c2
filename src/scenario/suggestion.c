/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/suggestion.h"

#include <string.h>

struct bw_suggestion bw_suggestion_start(const char *word)
{
    return (struct bw_suggestion){.word = word, .distance = 0};
}

/* Edits after which a word still counts as a slip of the other. */
static unsigned distance_limit(size_t length)
{
    if (length <= 3) {
        return 1;
    }
    return length <= 7 ? 2 : 3;
}

/* Letters that two words share at their beginning and at their end. */
static unsigned resemblance_of(const char *a, const char *b)
{
    size_t length_a = strlen(a);
    size_t length_b = strlen(b);
    size_t shorter = length_a < length_b ? length_a : length_b;
    unsigned start = 0;
    unsigned end = 0;
    while (start < shorter && a[start] == b[start]) {
        start++;
    }
    while (end < shorter - start && a[length_a - 1 - end] == b[length_b - 1 - end]) {
        end++;
    }
    return start + end;
}

void bw_suggestion_offer(struct bw_suggestion *suggestion, const char *candidate)
{
    unsigned distance = bw_text_distance(suggestion->word, candidate);
    unsigned resemblance = resemblance_of(suggestion->word, candidate);
    if (distance > distance_limit(strlen(candidate))) {
        return;
    }
    if (suggestion->best == NULL || distance < suggestion->distance
        || (distance == suggestion->distance
            && resemblance > suggestion->resemblance)) {
        suggestion->best = candidate;
        suggestion->distance = distance;
        suggestion->resemblance = resemblance;
    }
}

void bw_suggestion_offer_keys(
    struct bw_suggestion *suggestion, const struct bw_node *node)
{
    if (node == NULL || node->kind != BW_NODE_MAP) {
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        bw_suggestion_offer(suggestion, node->entries[i].key);
    }
}

void bw_suggestion_offer_words(struct bw_suggestion *suggestion, const char *words)
{
    while (words != NULL && *words != '\0') {
        char word[64];
        size_t length = strcspn(words, "|");
        if (length < sizeof word) {
            memcpy(word, words, length);
            word[length] = '\0';
            struct bw_suggestion trial = *suggestion;
            bw_suggestion_offer(&trial, word);
            if (trial.best == word) {
                *suggestion = trial;
                suggestion->best = words; /* ends at "|", see bw_suggestion_write() */
            }
        }
        words += length + (words[length] == '|');
    }
}

void bw_suggestion_write(const struct bw_suggestion *suggestion, struct bw_text *text)
{
    if (suggestion->best != NULL) {
        bw_text_format(text, "; did you mean \"%.*s\"?",
            (int)strcspn(suggestion->best, "|"), suggestion->best);
    }
}

bool bw_suggestion_is(const struct bw_suggestion *suggestion, const char *candidate)
{
    size_t length = strlen(candidate);
    return suggestion->best != NULL && strcspn(suggestion->best, "|") == length
        && strncmp(suggestion->best, candidate, length) == 0;
}
