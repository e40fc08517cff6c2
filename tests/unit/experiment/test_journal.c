/* SPDX-License-Identifier: Apache-2.0
 *
 * F3 and F4 of the fault table: a journal cut anywhere or with flipped bits gives back
 * every record that is intact, never a wrong one.
 */
#include "base/memory.h"
#include "experiment/journal.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POINTS 3
#define REPLICATIONS 2
#define TASKS (POINTS * REPLICATIONS)
#define FIGURES 5
#define HEADER_BYTES 96
#define RECORD_BYTES (40 + 8 * FIGURES)
#define FILE_BYTES (HEADER_BYTES + TASKS * RECORD_BYTES)

static const char identity_a[BW_SHA256_TEXT] =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char identity_b[BW_SHA256_TEXT] =
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

struct fixture {
    char folder[64], path[96];
    unsigned char whole[FILE_BYTES]; /* a complete journal of identity_a */
    double values[TASKS * FIGURES];
    unsigned char states[TASKS];
    struct bw_task_table table;
    struct bw_error_list errors;
};

static double figure(size_t task, size_t i)
{
    return 100.0 * (double)task + (double)i + 0.5;
}

static void write_bytes(const char *path, const unsigned char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static size_t read_bytes(const char *path, unsigned char *bytes, size_t most)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, most, file);
    assert_int_equal(fclose(file), 0);
    return length;
}

static void clear(struct fixture *f)
{
    memset(f->values, 0, sizeof f->values);
    memset(f->states, 0, sizeof f->states);
    bw_error_list_release(&f->errors);
    bw_error_list_init(&f->errors);
}

static enum bw_status open_journal(
    struct fixture *f, struct bw_journal *journal, const char *identity)
{
    clear(f);
    return bw_journal_open(journal, f->path, identity, &f->table, &f->errors);
}

static void add_all(struct fixture *f, struct bw_journal *journal)
{
    for (size_t task = 0; task < TASKS; task++) {
        if (f->states[task] != BW_TASK_DONE) {
            double values[FIGURES];
            for (size_t i = 0; i < FIGURES; i++) {
                values[i] = figure(task, i);
            }
            assert_int_equal(bw_journal_add(journal, (uint32_t)(task / REPLICATIONS),
                                 (uint32_t)(task % REPLICATIONS), values, &f->errors),
                BW_OK);
        }
    }
}

/* Number of records taken over; every one of them must hold what was written. */
static size_t count_right(const struct fixture *f)
{
    size_t count = 0;
    for (size_t task = 0; task < TASKS; task++) {
        if (f->states[task] == BW_TASK_DONE) {
            count++;
            for (size_t i = 0; i < FIGURES; i++) {
                bw_assert_close(f->values[task * FIGURES + i], figure(task, i), 0.0);
            }
        }
    }
    return count;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->folder, "/tmp/bw_journal_XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->path, sizeof f->path, "%s/x.journal", f->folder);
    f->table =
        (struct bw_task_table){POINTS, REPLICATIONS, FIGURES, f->values, f->states};
    bw_error_list_init(&f->errors);
    struct bw_journal journal;
    assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
    add_all(f, &journal);
    bw_journal_close(&journal, false);
    unsigned char more[FILE_BYTES + 1];
    assert_int_equal(read_bytes(f->path, more, sizeof more), FILE_BYTES);
    memcpy(f->whole, more, FILE_BYTES);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    (void)unlink(f->path);
    (void)rmdir(f->folder);
    bw_error_list_release(&f->errors);
    free(f);
    return 0;
}

static void test_journal_open_gives_back_all_records(void **state)
{
    struct fixture *f = *state;
    struct bw_journal journal;
    assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
    assert_int_equal(count_right(f), TASKS);
    assert_int_equal(f->errors.count, 0);
    bw_journal_close(&journal, false);
}

static void test_journal_cut_at_every_byte_resumes_to_equal_bytes(void **state)
{
    struct fixture *f = *state;
    for (size_t length = 0; length <= FILE_BYTES; length++) {
        struct bw_journal journal;
        unsigned char found[FILE_BYTES + 1];
        write_bytes(f->path, f->whole, length);
        assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
        size_t expected =
            length < HEADER_BYTES ? 0 : (length - HEADER_BYTES) / RECORD_BYTES;
        assert_int_equal(count_right(f), expected);
        assert_int_equal(f->errors.error_count, 0);
        add_all(f, &journal);
        bw_journal_close(&journal, false);
        assert_int_equal(read_bytes(f->path, found, sizeof found), FILE_BYTES);
        assert_memory_equal(found, f->whole, FILE_BYTES);
    }
}

/* At most the record that was hit is lost; after adding it again all are there. */
static void test_journal_bit_flip_costs_one_record_at_most(void **state)
{
    struct fixture *f = *state;
    for (size_t bit = 0; bit < 8 * FILE_BYTES; bit += 3) {
        struct bw_journal journal;
        unsigned char flipped[FILE_BYTES];
        memcpy(flipped, f->whole, FILE_BYTES);
        flipped[bit / 8] ^= (unsigned char)(1u << bit % 8);
        write_bytes(f->path, flipped, FILE_BYTES);
        assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
        size_t expected = bit / 8 < HEADER_BYTES ? TASKS : TASKS - 1;
        assert_int_equal(count_right(f), expected);
        bool is_last = bit / 8 >= FILE_BYTES - RECORD_BYTES;
        assert_int_equal(f->errors.warning_count, is_last ? 0 : 1);
        add_all(f, &journal);
        bw_journal_close(&journal, false);
        assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
        assert_int_equal(count_right(f), TASKS);
        bw_journal_close(&journal, false);
    }
}

static void test_journal_zeroed_or_empty_file_starts_anew(void **state)
{
    struct fixture *f = *state;
    static const unsigned char zeros[HEADER_BYTES];
    for (size_t length = 0; length <= HEADER_BYTES; length += 8) {
        struct bw_journal journal;
        write_bytes(f->path, zeros, length);
        assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
        assert_int_equal(count_right(f), 0);
        bw_journal_close(&journal, false);
    }
}

static void test_journal_of_another_scenario_is_refused_and_kept(void **state)
{
    struct fixture *f = *state;
    struct bw_journal journal;
    unsigned char found[FILE_BYTES + 1];
    assert_int_equal(open_journal(f, &journal, identity_b), BW_ERR_INPUT);
    assert_int_equal(count_right(f), 0);
    assert_non_null(strstr(f->errors.errors[0].text, "remove it"));
    bw_journal_close(&journal, false);
    assert_int_equal(read_bytes(f->path, found, sizeof found), FILE_BYTES);
    assert_memory_equal(found, f->whole, FILE_BYTES);
}

static void test_journal_refuses_a_file_that_is_none(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "bullwhip: 1\ntitle: not a journal\n";
    struct bw_journal journal;
    unsigned char found[sizeof text];
    write_bytes(f->path, (const unsigned char *)text, sizeof text);
    assert_int_equal(open_journal(f, &journal, identity_a), BW_ERR_INPUT);
    bw_journal_close(&journal, false);
    assert_int_equal(read_bytes(f->path, found, sizeof found), sizeof text);
    assert_memory_equal(found, text, sizeof text);
}

static void test_journal_held_by_another_is_stopped(void **state)
{
    struct fixture *f = *state;
    struct bw_journal first;
    struct bw_journal second;
    assert_int_equal(open_journal(f, &first, identity_a), BW_OK);
    assert_int_equal(open_journal(f, &second, identity_a), BW_ERR_STOPPED);
    bw_journal_close(&second, false);
    bw_journal_close(&first, false);
    assert_int_equal(open_journal(f, &second, identity_a), BW_OK);
    bw_journal_close(&second, false);
}

/* A run with fewer replications takes what fits; the rest stays in the file. */
static void test_journal_serves_fewer_replications(void **state)
{
    struct fixture *f = *state;
    struct bw_journal journal;
    f->table.replication_count = 1;
    assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
    for (size_t point = 0; point < POINTS; point++) {
        assert_int_equal(f->states[point], BW_TASK_DONE);
        bw_assert_close(
            f->values[point * FIGURES], figure(point * REPLICATIONS, 0), 0.0);
    }
    bw_journal_close(&journal, false);
    f->table.replication_count = REPLICATIONS;
    assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
    assert_int_equal(count_right(f), TASKS);
    bw_journal_close(&journal, false);
}

static void test_journal_close_removes_the_file_when_asked(void **state)
{
    struct fixture *f = *state;
    struct bw_journal journal;
    assert_int_equal(open_journal(f, &journal, identity_a), BW_OK);
    bw_journal_close(&journal, true);
    assert_int_not_equal(access(f->path, F_OK), 0);
}

int main(void)
{
#define JOURNAL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        JOURNAL_TEST(test_journal_open_gives_back_all_records),
        JOURNAL_TEST(test_journal_cut_at_every_byte_resumes_to_equal_bytes),
        JOURNAL_TEST(test_journal_bit_flip_costs_one_record_at_most),
        JOURNAL_TEST(test_journal_zeroed_or_empty_file_starts_anew),
        JOURNAL_TEST(test_journal_of_another_scenario_is_refused_and_kept),
        JOURNAL_TEST(test_journal_refuses_a_file_that_is_none),
        JOURNAL_TEST(test_journal_held_by_another_is_stopped),
        JOURNAL_TEST(test_journal_serves_fewer_replications),
        JOURNAL_TEST(test_journal_close_removes_the_file_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
