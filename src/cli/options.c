/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include "base/number.h"
#include "base/text.h"
#include "scenario/scenario.h"

#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define THREADS_MOST 4096
#define REPLICATIONS_MOST 10000000
#define PENDING_MOST (1 << 29)

/* One option. letter 0 = none; value NULL = takes none. */
struct row {
    enum bw_option option;
    char letter;
    const char *name, *value, *help;
};

static const struct row rows[] = {
    {BW_OPTION_OUTPUT, 'o', "output", "FILE",
        "write to FILE (report: into this folder)"},
    {BW_OPTION_THREADS, 'j', "threads", "N", "threads; default: all processors"},
    {BW_OPTION_REPLICATIONS, 'n', "replications", "N",
        "replications of each point; default: run.replications"},
    {BW_OPTION_SEED, 0, "seed", "N", "seed of all draws; default: run.seed"},
    {BW_OPTION_SET, 0, "set", "PATH=VALUE",
        "change a value of the scenario; may be repeated"},
    {BW_OPTION_KEEP, 0, "keep", "attribution",
        "keep every cell of the attribution, not the 200 largest"},
    {BW_OPTION_DRY_RUN, 0, "dry-run", NULL, "say what would be run, and stop"},
    {BW_OPTION_CSV, 0, "csv", NULL, "as comma-separated values"},
    {BW_OPTION_MARKDOWN, 0, "markdown", NULL, "as Markdown instead of JSON Schema"},
    {BW_OPTION_SIZE, 0, "size", "N", "customers, events or replications of each run"},
    {BW_OPTION_PENDING, 0, "pending", "N", "pending events of hold; default: 10000"},
    {BW_OPTION_REPLICATION, 0, "replication", "N", "which replication; default: 0"},
    {BW_OPTION_POINT, 0, "point", "LABEL",
        "point of the sweep, as results name it; default: base"},
    {BW_OPTION_ORDER, 0, "order", "N", "explain this order"},
    {BW_OPTION_LOT, 0, "lot", "N", "explain this lot"},
    {BW_OPTION_STOCKOUT, 0, "stockout", "N", "explain this stock-out"},
    {BW_OPTION_KIND, 0, "kind", "KIND,...", "only rows of these kinds"},
    {BW_OPTION_ELEMENT, 0, "element", "PATH",
        "only rows that name this element or a part of it"},
    {BW_OPTION_FROM, 0, "from", "TIME", "only rows from this date or day on"},
    {BW_OPTION_TO, 0, "to", "TIME", "only rows up to this date or day"},
    {BW_OPTION_QUIET, 'q', "quiet", NULL, "no progress, no warnings, no advice"},
    {BW_OPTION_HELP, 'h', "help", NULL, "show this help"},
    {BW_OPTION_VERSION, 0, "version", NULL, "show the version"},
};
#define ROW_COUNT (sizeof rows / sizeof rows[0])

/* getopt_long's value of a long option; letters lie below. */
#define LONG_VALUE 256

static const struct row *find_row(int value)
{
    if (value >= LONG_VALUE && value < LONG_VALUE + (int)ROW_COUNT) {
        return &rows[value - LONG_VALUE];
    }
    for (size_t r = 0; r < ROW_COUNT; r++) {
        if (rows[r].letter != 0 && rows[r].letter == value) {
            return &rows[r];
        }
    }
    return NULL;
}

/* Reads the whole number of an option; messages name it with its letter. */
static enum bw_status read_number(const struct row *row, const char *text,
    int64_t least, int64_t most, int64_t *number, struct bw_error_list *errors)
{
    const char letter[5] = {'-', row->letter, ',', ' ', '\0'};
    if (!bw_number_read_integer(text, number) || *number < least || *number > most) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "%s--%s: expected a whole number from %" PRId64 " to %" PRId64
            ", found \"%s\"",
            row->letter != 0 ? letter : "", row->name, least, most, text);
    }
    return BW_OK;
}

static enum bw_status read_count(const struct row *row, const char *text, int64_t most,
    uint32_t *value, struct bw_error_list *errors)
{
    int64_t number = 0;
    enum bw_status status = read_number(row, text, 1, most, &number, errors);
    if (status == BW_OK) {
        *value = (uint32_t)number;
    }
    return status;
}

static enum bw_status read_replication(const struct row *row, const char *text,
    uint32_t *value, struct bw_error_list *errors)
{
    int64_t number = 0;
    enum bw_status status =
        read_number(row, text, 0, REPLICATIONS_MOST - 1, &number, errors);
    *value = (uint32_t)number;
    return status;
}

static enum bw_status read_seed(const struct row *row, const char *text, uint64_t *seed,
    struct bw_error_list *errors)
{
    int64_t number = 0;
    enum bw_status status = read_number(row, text, 0, INT64_MAX, &number, errors);
    if (status == BW_OK) {
        *seed = (uint64_t)number;
    }
    return status;
}

/* Splits PATH=VALUE at the first equals sign. */
static enum bw_status add_assignment(
    struct bw_options *options, const char *text, struct bw_error_list *errors)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || equals[1] == '\0') {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "--set: expected PATH=VALUE such as sites.depot.stock.vial.initial=500, "
            "found \"%s\"",
            text);
    }
    size_t length = (size_t)(equals - text);
    const char *path = bw_arena_copy_text(&options->arena, text, length);
    struct bw_assignment *assignment = NULL;
    if (path == NULL || bw_vector_push(&options->assignments, &assignment) != BW_OK) {
        return bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM));
    }
    *assignment = (struct bw_assignment){path, equals + 1};
    return BW_OK;
}

static enum bw_status take(struct bw_options *options, const struct row *row,
    const char *value, struct bw_error_list *errors)
{
    options->given |= (uint32_t)row->option;
    switch (row->option) {
    case BW_OPTION_OUTPUT:
        options->output = value;
        return value[0] != '\0'
            ? BW_OK
            : bw_error_fail(errors, BW_ERR_USAGE, "-o, --output: expected a file name");
    case BW_OPTION_THREADS:
        return read_count(row, value, THREADS_MOST, &options->threads, errors);
    case BW_OPTION_REPLICATIONS:
        return read_count(
            row, value, REPLICATIONS_MOST, &options->replications, errors);
    case BW_OPTION_SIZE:
        return read_count(row, value, UINT32_MAX, &options->size, errors);
    case BW_OPTION_PENDING:
        return read_count(row, value, PENDING_MOST, &options->pending, errors);
    case BW_OPTION_REPLICATION:
        return read_replication(row, value, &options->replication, errors);
    case BW_OPTION_ORDER:
        return read_count(row, value, UINT32_MAX, &options->order, errors);
    case BW_OPTION_LOT:
        return read_count(row, value, UINT32_MAX, &options->lot, errors);
    case BW_OPTION_STOCKOUT:
        return read_count(row, value, UINT32_MAX, &options->stockout, errors);
    case BW_OPTION_POINT:
        options->point = value;
        return BW_OK;
    case BW_OPTION_KIND:
        options->kinds = value;
        return BW_OK;
    case BW_OPTION_ELEMENT:
        options->element = value;
        return BW_OK;
    case BW_OPTION_FROM:
        options->from = value;
        return BW_OK;
    case BW_OPTION_TO:
        options->to = value;
        return BW_OK;
    case BW_OPTION_SEED:
        return read_seed(row, value, &options->seed, errors);
    case BW_OPTION_SET:
        return add_assignment(options, value, errors);
    case BW_OPTION_KEEP:
        return strcmp(value, row->value) == 0
            ? BW_OK
            : bw_error_fail(errors, BW_ERR_USAGE,
                "--keep: expected \"%s\", found \"%s\"", row->value, value);
    default:
        return BW_OK;
    }
}

static enum bw_status fail_unknown(
    const char *token, uint32_t allowed, struct bw_error_list *errors)
{
    const char *nearest = NULL;
    unsigned least = UINT_MAX;
    size_t length = strcspn(token, "=");
    char name[64] = "";
    if (strncmp(token, "--", 2) == 0 && length < sizeof name) {
        memcpy(name, token + 2, length - 2);
    }
    for (size_t r = 0; r < ROW_COUNT; r++) {
        unsigned distance = bw_text_distance(name, rows[r].name);
        bool is_start =
            name[0] != '\0' && strncmp(rows[r].name, name, strlen(name)) == 0;
        distance = is_start ? 0 : distance;
        /* Half of the letters may be wrong: further off confuses more than it helps. */
        if ((allowed & (uint32_t)rows[r].option) != 0 && distance < least
            && 2 * (size_t)distance <= strlen(name)) {
            least = distance;
            nearest = rows[r].name;
        }
    }
    if (name[0] == '\0' || nearest == NULL) {
        return bw_error_fail(errors, BW_ERR_USAGE, "unknown option %s", token);
    }
    return bw_error_fail(
        errors, BW_ERR_USAGE, "unknown option %s; did you mean --%s?", token, nearest);
}

/* The tables that getopt_long wants: only what this command takes. */
struct getopt_tables {
    struct option names[ROW_COUNT + 1];
    char letters[3 * ROW_COUNT + 2];
};

static struct getopt_tables make_tables(uint32_t allowed)
{
    struct getopt_tables tables = {.letters = ":"};
    size_t next = 0;
    size_t letter = 1;
    for (size_t r = 0; r < ROW_COUNT; r++) {
        if ((allowed & (uint32_t)rows[r].option) == 0) {
            continue;
        }
        bool has_value = rows[r].value != NULL;
        tables.names[next++] = (struct option){rows[r].name,
            has_value ? required_argument : no_argument, NULL, LONG_VALUE + (int)r};
        if (rows[r].letter != 0) {
            tables.letters[letter++] = rows[r].letter;
            if (has_value) {
                tables.letters[letter++] = ':';
            }
        }
    }
    return tables;
}

/* The argument that held the option just read, and not its value. */
static const char *option_token(char **arguments)
{
    const char *last = arguments[optind - 1];
    bool is_separate = optarg != NULL && optarg == last;
    return is_separate ? arguments[optind - 2] : last;
}

/* getopt_long takes abbreviations; in scripts they would break when an option is added.
 */
static bool is_abbreviated(const char *token, const struct row *row)
{
    return strncmp(token, "--", 2) == 0
        && (strlen(row->name) != strcspn(token + 2, "=")
            || strncmp(token + 2, row->name, strlen(row->name)) != 0);
}

/* Says what is wrong with the option at which getopt_long stopped. */
static enum bw_status fail_option(
    int found, char **arguments, uint32_t allowed, struct bw_error_list *errors)
{
    const char *token = option_token(arguments);
    const char letter[3] = {'-', (char)optopt, '\0'};
    if (found == ':') {
        return bw_error_fail(errors, BW_ERR_USAGE, "%s: expected a value", token);
    }
    if (found == '?' && optopt >= LONG_VALUE) {
        return bw_error_fail(errors, BW_ERR_USAGE, "%s: takes no value", token);
    }
    if (found == '?' && optopt > 0) {
        token = letter;
    }
    return fail_unknown(token, allowed, errors);
}

enum bw_status bw_options_read(struct bw_options *options, int count, char **arguments,
    uint32_t allowed, struct bw_error_list *errors)
{
    struct getopt_tables tables = make_tables(allowed);
    enum bw_status status = BW_OK;
    *options = (struct bw_options){.given = 0};
    bw_arena_init(&options->arena);
    bw_vector_init(&options->assignments, sizeof(struct bw_assignment));
    optind = 0; /* start anew, glibc's way */
    opterr = 0;
    while (status == BW_OK) {
        optarg = NULL; /* a flag leaves the value of the option before */
        int found = getopt_long(count, arguments, tables.letters, tables.names, NULL);
        if (found == -1) {
            break;
        }
        const struct row *row = find_row(found);
        bool is_long = found >= LONG_VALUE;
        if (row == NULL || (is_long && is_abbreviated(option_token(arguments), row))) {
            status = fail_option(found, arguments, allowed, errors);
        } else {
            status = take(options, row, optarg != NULL ? optarg : "", errors);
        }
    }
    options->operands = arguments + optind;
    options->operand_count = count - optind;
    return status;
}

void bw_options_release(struct bw_options *options)
{
    bw_arena_release(&options->arena);
    bw_vector_release(&options->assignments);
    *options = (struct bw_options){.given = 0};
}

void bw_options_print(uint32_t allowed)
{
    for (size_t r = 0; r < ROW_COUNT; r++) {
        const struct row *row = &rows[r];
        if ((allowed & (uint32_t)row->option) == 0) {
            continue;
        }
        char names[48];
        char letter[5] = {'-', row->letter, ',', ' ', '\0'};
        (void)snprintf(names, sizeof names, "%s--%s%s%s",
            row->letter != 0 ? letter : "", row->name, row->value != NULL ? " " : "",
            row->value != NULL ? row->value : "");
        (void)printf("  %-24s %s\n", names, row->help);
    }
}
