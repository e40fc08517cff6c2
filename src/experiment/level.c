/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/level.h"

#include "base/number.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

/* Conversions to one unit round: 12 h and 0.5 d differ in the last digit. */
#define RELATIVE_TOLERANCE 1e-12

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    return text;
}

/* Length of text without the blanks at its end. */
static size_t trimmed_length(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        length--;
    }
    return length;
}

/* Reads what stands behind the number. Returns false when it cannot be a unit. */
static bool read_unit(const char *text, struct bw_level *level)
{
    size_t length = trimmed_length(text);
    bool is_rate = length > 0 && text[0] == '/';
    const char *name = is_rate ? skip_blanks(text + 1) : text;
    bw_time ticks = bw_time_unit(name, length - (size_t)(name - text));
    if (ticks > 0) {
        double days = (double)ticks / (double)BW_DAY;
        level->value = is_rate ? level->value / days : level->value * days;
        strcpy(level->unit, is_rate ? "/d" : "d");
        return true;
    }
    if (length >= BW_LEVEL_UNIT) {
        return false;
    }
    memcpy(level->unit, text, length);
    level->unit[length] = '\0';
    return true;
}

struct bw_level bw_level_read(const char *text)
{
    struct bw_level level = {.value = NAN};
    text = skip_blanks(text);
    if (*text == '*' || *text == '+') {
        level.relative = *text;
        text = skip_blanks(text + 1);
    }
    double value;
    size_t length = bw_number_scan(text, &value);
    if (length > 0) {
        level.value = value;
        level.is_number = read_unit(skip_blanks(text + length), &level);
    }
    if (!level.is_number) {
        level = (struct bw_level){.value = NAN};
    }
    return level;
}

static bool is_same_text(const char *a, const char *b)
{
    for (;;) {
        a = skip_blanks(a);
        b = skip_blanks(b);
        if (*a != *b) {
            return false;
        }
        if (*a == '\0') {
            return true;
        }
        a++;
        b++;
    }
}

bool bw_level_is_equal(const char *a, const char *b)
{
    struct bw_level first = bw_level_read(a);
    struct bw_level second = bw_level_read(b);
    if (!first.is_number || !second.is_number) {
        return is_same_text(a, b);
    }
    double scale = fmax(fabs(first.value), fabs(second.value));
    /* Nothing is nothing in any unit: "0" stands for "0 d". */
    bool is_nothing = !(scale > 0.0);
    return first.relative == second.relative
        && (is_nothing || strcmp(first.unit, second.unit) == 0)
        && fabs(first.value - second.value) <= RELATIVE_TOLERANCE * scale;
}

bool bw_level_is_neutral(const struct bw_level *level)
{
    return level->is_number
        && ((level->relative == '*' && level->value >= 1.0 && level->value <= 1.0)
            || (level->relative == '+' && level->value >= 0.0 && level->value <= 0.0));
}
