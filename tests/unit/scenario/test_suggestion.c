/* SPDX-License-Identifier: Apache-2.0
 *
 * REQ-I8: the suggestion is right for at least 95 % of all single-edit misspellings of
 * all keys. All of them are generated.
 */
#include "scenario/suggestion.h"

#include "scenario/schema.h"
#include "scenario_support.h"

#include <string.h>

struct score {
    unsigned long tried, right;
};

static void try_word(const struct bw_table *table, const char *key, const char *word,
    struct score *score)
{
    if (bw_schema_find(table, word) != NULL || word[0] == '\0') {
        return; /* another key: no misspelling that could be noticed */
    }
    struct bw_suggestion suggestion = bw_suggestion_start(word);
    bw_schema_offer(table, &suggestion);
    score->tried++;
    score->right += bw_suggestion_is(&suggestion, key);
}

/* All deletions, swaps, substitutions and insertions of one letter. */
static void try_key(const struct bw_table *table, const char *key, struct score *score)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    size_t length = strlen(key);
    char word[64];
    for (size_t i = 0; i <= length; i++) {
        if (i < length) {
            memcpy(word, key, i);
            memcpy(word + i, key + i + 1, length - i);
            try_word(table, key, word, score);
        }
        if (i + 1 < length) {
            memcpy(word, key, length + 1);
            word[i] = key[i + 1];
            word[i + 1] = key[i];
            if (key[i] != key[i + 1]) {
                try_word(table, key, word, score);
            }
        }
        for (const char *c = letters; *c != '\0'; c++) {
            memcpy(word, key, length + 1);
            if (i < length && key[i] != *c) {
                word[i] = *c;
                try_word(table, key, word, score);
            }
            memcpy(word, key, i);
            word[i] = *c;
            memcpy(word + i + 1, key + i, length - i + 1);
            try_word(table, key, word, score);
        }
    }
}

static void try_table(const struct bw_table *table, void *context)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        try_key(table, table->rows[i].key, context);
    }
}

static void test_suggestion_is_right_for_single_edits_of_all_keys(void **state)
{
    struct score score = {0, 0};
    (void)state;
    bw_schema_walk(&bw_schema_root, try_table, &score);
    print_message("%lu of %lu misspellings understood\n", score.right, score.tried);
    assert_true(score.tried > 10000);
    assert_true(score.right * 100 >= score.tried * 95);
}

static void test_suggestion_is_silent_about_distant_words(void **state)
{
    struct bw_suggestion suggestion = bw_suggestion_start("zzzzz");
    struct bw_text text;
    (void)state;
    bw_text_init(&text);
    bw_schema_offer(&bw_schema_root, &suggestion);
    bw_suggestion_write(&suggestion, &text);
    assert_string_equal(bw_text_get(&text), "");
    bw_text_release(&text);
}

static void test_suggestion_reads_lists_of_words(void **state)
{
    struct bw_suggestion suggestion = bw_suggestion_start("priorty");
    struct bw_text text;
    (void)state;
    bw_text_init(&text);
    bw_suggestion_offer_words(&suggestion, "fifo|priority|due_date");
    bw_suggestion_write(&suggestion, &text);
    assert_string_equal(bw_text_get(&text), "; did you mean \"priority\"?");
    bw_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suggestion_is_right_for_single_edits_of_all_keys),
        cmocka_unit_test(test_suggestion_is_silent_about_distant_words),
        cmocka_unit_test(test_suggestion_reads_lists_of_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
