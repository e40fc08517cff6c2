/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOLD "\033[1m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

#define COLUMNS_MOST 16
#define COLUMN_GAP 2
#define DIGITS 4
#define DECIMALS_MOST 9
#define DIGITS_MOST 15 /* of a double */

bool bw_terminal_is_interactive(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

bool bw_terminal_has_colour(FILE *stream)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return bw_terminal_is_interactive(stream)
        && (no_colour == NULL || no_colour[0] == '\0')
        && (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

enum bw_status bw_terminal_write(
    const char *bytes, size_t length, struct bw_error_list *errors)
{
    if (fwrite(bytes, 1, length, stdout) == length) {
        return BW_OK;
    }
    return errno == EPIPE
        ? BW_ERR_IO
        : bw_error_fail(errors, BW_ERR_IO, "standard output: cannot be written: %s",
            strerror(errno));
}

void bw_terminal_heading(const char *format, ...)
{
    bool has_colour = bw_terminal_has_colour(stdout);
    va_list arguments;
    va_start(arguments, format);
    (void)fputs(has_colour ? BOLD : "", stdout);
    (void)vprintf(format, arguments);
    (void)fputs(has_colour ? PLAIN "\n" : "\n", stdout);
    va_end(arguments);
}

/* A message with a place looks like a compiler's, "file:line:column: warning: text", so
 * that editors jump to it. */
static void print_error(const struct bw_error *error, bool has_colour)
{
    bool is_warning = error->severity == BW_SEVERITY_WARNING;
    struct bw_error place = {.position = error->position, .text = ""};
    struct bw_error message = {.path = error->path, .text = error->text};
    struct bw_text line;
    bw_text_init(&line);
    if (error->position.file == NULL) {
        bw_text_add(&line, "bullwhip: ");
    }
    bw_error_write(&place, &line);
    if (is_warning) {
        bw_text_add(&line, has_colour ? YELLOW "warning: " PLAIN : "warning: ");
    }
    bw_error_write(&message, &line);
    (void)fprintf(stderr, "%s\n", bw_text_get(&line));
    bw_text_release(&line);
}

/* True when two texts differ in numbers at most. */
static bool differ_in_numbers(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    while (true) {
        a += strspn(a, digits);
        b += strspn(b, digits);
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

/* True when a message says of one more element what the one before says: elements of a
 * group, or what stands at an anchor or under defaults, have one place in the file. */
static bool repeats(const struct bw_error *before, const struct bw_error *error)
{
    const struct bw_position *a = &before->position;
    const struct bw_position *b = &error->position;
    return before->severity == error->severity && a->file != NULL && b->file != NULL
        && strcmp(a->file, b->file) == 0 && a->line == b->line && a->column == b->column
        && before->path != NULL && error->path != NULL
        && strcmp(before->path, error->path) != 0
        && differ_in_numbers(before->text, error->text);
}

void bw_terminal_print_errors(struct bw_error_list *errors, bool is_quiet)
{
    bool has_colour = bw_terminal_has_colour(stderr);
    size_t next = 0;
    for (size_t e = 0; e < errors->count; e = next) {
        const struct bw_error *error = &errors->errors[e];
        next = e + 1;
        if (is_quiet && error->severity == BW_SEVERITY_WARNING) {
            continue;
        }
        print_error(error, has_colour);
        while (next < errors->count && repeats(error, &errors->errors[next])) {
            next++;
        }
        if (next - e > 1) {
            (void)fprintf(stderr, "%s:%d:%d: the same of %zu more element%s\n",
                error->position.file, error->position.line, error->position.column,
                next - e - 1, next - e == 2 ? "" : "s");
        }
    }
    size_t hidden = errors->error_count + errors->warning_count - errors->count;
    if (hidden > 0 && !is_quiet) {
        (void)fprintf(stderr, "bullwhip: and %zu more messages\n", hidden);
    }
    bw_error_list_release(errors);
    bw_error_list_init(errors);
}

void bw_grid_init(struct bw_grid *grid, const char *alignment)
{
    *grid = (struct bw_grid){.column_count = strlen(alignment), .alignment = alignment};
    bw_text_init(&grid->cells);
    BW_ASSERT(grid->column_count > 0 && grid->column_count <= COLUMNS_MOST);
}

void bw_grid_release(struct bw_grid *grid)
{
    bw_text_release(&grid->cells);
}

void bw_grid_add(struct bw_grid *grid, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bw_text_format_list(&grid->cells, format, arguments);
    va_end(arguments);
    bw_text_append(&grid->cells, "", 1);
    grid->cell_count++;
}

/* Columns a UTF-8 text takes: every byte but those that continue a character. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xc0u) != 0x80u;
    }
    return width;
}

static void print_blanks(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)putchar(' ');
    }
}

/* Prints one cell; blanks at the end of a line are left out. */
static void print_cell(const char *cell, size_t width, char alignment, bool is_last)
{
    size_t padding = width - width_of(cell);
    print_blanks(COLUMN_GAP + (alignment == 'r' ? padding : 0));
    (void)fputs(cell, stdout);
    print_blanks(alignment == 'r' || is_last ? 0 : padding);
}

void bw_grid_print(const struct bw_grid *grid)
{
    size_t widths[COLUMNS_MOST] = {0};
    if (grid->cells.failed) {
        (void)puts("  (no memory for this table)");
        return;
    }
    const char *cell = bw_text_get(&grid->cells);
    for (size_t c = 0; c < grid->cell_count; c++) {
        size_t column = c % grid->column_count;
        size_t width = width_of(cell);
        widths[column] = width > widths[column] ? width : widths[column];
        cell += strlen(cell) + 1;
    }
    bool has_colour = bw_terminal_has_colour(stdout);
    cell = bw_text_get(&grid->cells);
    for (size_t c = 0; c < grid->cell_count; c++) {
        size_t column = c % grid->column_count;
        bool is_last = column + 1 == grid->column_count;
        (void)fputs(has_colour && c == 0 ? BOLD : "", stdout);
        print_cell(cell, widths[column], grid->alignment[column], is_last);
        if (is_last) {
            bool is_heading = c + 1 == grid->column_count;
            (void)fputs(has_colour && is_heading ? PLAIN "\n" : "\n", stdout);
        }
        cell += strlen(cell) + 1;
    }
}

const char *bw_terminal_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* Decimals that show digits digits of a number of this size. */
static int decimals_for(double size, int digits)
{
    if (!(size > 0.0) || !isfinite(size)) {
        return 0;
    }
    int before = (int)floor(log10(size)) + 1;
    int decimals = digits - before;
    return decimals < 0 ? 0 : decimals > DECIMALS_MOST ? DECIMALS_MOST : decimals;
}

/* Writes value with commas between thousands. */
static void write_grouped(double value, int decimals, char *buffer)
{
    char plain[BW_FIGURE_TEXT];
    /* Beyond this no one reads digits; it also keeps the text inside the buffer. */
    if (fabs(value) >= 1e15) {
        (void)snprintf(buffer, BW_FIGURE_TEXT, "%.3e", value);
        return;
    }
    (void)snprintf(plain, sizeof plain, "%.*f", decimals, value);
    size_t sign = plain[0] == '-' ? 1 : 0;
    size_t whole = strcspn(plain, ".") - sign;
    size_t to = 0;
    for (size_t from = 0; plain[from] != '\0'; from++) {
        size_t digit = from - sign;
        if (from > sign && digit < whole && (whole - digit) % 3 == 0 && whole > 4) {
            buffer[to++] = ',';
        }
        buffer[to++] = plain[from];
    }
    buffer[to] = '\0';
}

static int decimals_of(double value, double half_width)
{
    if (!isfinite(half_width) || !(half_width > 0.0)) {
        return decimals_for(fabs(value), DIGITS);
    }
    int decimals = decimals_for(half_width, 2);
    int most = fabs(value) >= 1.0 ? decimals_for(fabs(value), DIGITS_MOST) : decimals;
    return decimals < most ? decimals : most;
}

char *bw_figure_write(double value, double half_width, char *buffer)
{
    if (!isfinite(value)) {
        (void)strcpy(buffer, isnan(value) ? "-" : value > 0.0 ? "inf" : "-inf");
        return buffer;
    }
    write_grouped(value, decimals_of(value, half_width), buffer);
    return buffer;
}

char *bw_figure_write_interval(double value, double half_width, char *buffer)
{
    char first[BW_FIGURE_TEXT];
    char second[BW_FIGURE_TEXT];
    (void)bw_figure_write(value, half_width, first);
    if (!isfinite(value) || !isfinite(half_width)) {
        (void)strcpy(buffer, first);
        return buffer;
    }
    write_grouped(half_width, decimals_of(value, half_width), second);
    /* Both fit: neither has more than 15 digits and 9 decimals. */
    (void)snprintf(buffer, BW_FIGURE_TEXT, "%.28s ± %.28s", first, second);
    return buffer;
}

char *bw_figure_write_share(double share, bool is_signed, char *buffer)
{
    if (!isfinite(share) || fabs(share) >= 1e6) {
        (void)strcpy(buffer, "-");
        return buffer;
    }
    bool is_nothing = fabs(share) < 0.0005; /* carries no sign */
    (void)snprintf(buffer, BW_FIGURE_TEXT,
        is_signed && !is_nothing ? "%+.1f %%" : "%.1f %%",
        is_nothing ? 0.0 : 100.0 * share);
    return buffer;
}
