/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in who endorses records, and reads policies:
 *
 *   policy = any-of | "all" | "any" | NUMBER "of"
 *   any-of = all-of {"or" all-of}
 *   all-of = part {"and" part}
 *   part   = ORGANISATION | "(" any-of ")" | NUMBER "of" "(" any-of {"," any-of} ")"
 */
#include "scenario/build_eov.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define NODE_LIMIT 1024

struct reader {
    const char *at;
    const struct bw_node *organisations;
    struct bw_policy_node *nodes;
    uint32_t organisation_count, count, depth;
    const char *wrong; /* what was found in place of something else, NULL = nothing */
};

static uint32_t add_node(struct reader *r)
{
    if (r->count == NODE_LIMIT) {
        r->wrong = "too many parts";
        return 0;
    }
    r->nodes[r->count] = (struct bw_policy_node){0};
    return r->count++;
}

static void skip_space(struct reader *r)
{
    while (isspace((unsigned char)*r->at)) {
        r->at++;
    }
}

/* Length of the word that comes next. */
static size_t word(struct reader *r)
{
    size_t length = 0;
    skip_space(r);
    while (isalnum((unsigned char)r->at[length]) || r->at[length] == '-') {
        length++;
    }
    return length;
}

/* The whole number at the begin of a text, or more than any policy can need. */
static uint32_t number(const char *text, size_t *digits)
{
    uint32_t value = 0;
    for (*digits = 0; isdigit((unsigned char)text[*digits]); ++*digits) {
        value = value * 10 + (uint32_t)(text[*digits] - '0');
        value = value < NODE_LIMIT ? value : NODE_LIMIT;
    }
    return value;
}

static bool take_word(struct reader *r, const char *expected)
{
    size_t length = word(r);
    if (length != strlen(expected) || strncasecmp(r->at, expected, length) != 0) {
        return false;
    }
    r->at += length;
    return true;
}

static bool take_sign(struct reader *r, char sign)
{
    skip_space(r);
    if (*r->at != sign) {
        return false;
    }
    r->at++;
    return true;
}

/* Makes a list of parts a node, of which need = 0 stands for all. */
static uint32_t group(struct reader *r, uint32_t first, uint32_t count, uint32_t need)
{
    uint32_t node = add_node(r);
    need = need == 0 ? count : need;
    if (count > BW_POLICY_WIDTH || need > count) {
        r->wrong = count > BW_POLICY_WIDTH ? "too many parts beside each other"
                                           : "more endorsements than parts";
    }
    r->nodes[node].need = need;
    r->nodes[node].first = first;
    return node;
}

static uint32_t read_any_of(struct reader *r);

/* Parts up to ")". */
static uint32_t read_list(struct reader *r, uint32_t need)
{
    uint32_t first = 0, last = 0, count = 0;
    do {
        uint32_t part = read_any_of(r);
        first = count == 0 ? part : first;
        if (count > 0) {
            r->nodes[last].next = part;
        }
        last = part;
        count++;
    } while (r->wrong == NULL && take_sign(r, ','));
    if (r->wrong == NULL && !take_sign(r, ')')) {
        r->wrong = "a parenthesis that does not end";
    }
    return r->wrong == NULL ? group(r, first, count, need) : 0;
}

static uint32_t read_organisation(struct reader *r, size_t length)
{
    for (uint32_t i = 0; i < r->organisation_count; i++) {
        const char *id = bw_node_sorted(r->organisations, i)->key;
        if (strlen(id) == length && strncmp(id, r->at, length) == 0) {
            uint32_t node = add_node(r);
            r->nodes[node].organisation = i;
            r->at += length;
            return node;
        }
    }
    r->wrong = "a word that is no organisation";
    return 0;
}

static uint32_t read_part(struct reader *r)
{
    size_t length = word(r);
    size_t digits = 0;
    if (++r->depth > BW_POLICY_DEPTH) {
        r->wrong = "parts too deep within each other";
        return 0;
    }
    uint32_t node;
    uint32_t need = number(r->at, &digits);
    if (length == 0) {
        node = take_sign(r, '(') ? read_list(r, 1) : 0;
        r->wrong = node == 0 && r->wrong == NULL ? "nothing where a part is" : r->wrong;
    } else if (digits == length && need > 0 && need <= BW_POLICY_WIDTH) {
        r->at += digits;
        node = take_word(r, "of") && take_sign(r, '(') ? read_list(r, need) : 0;
        r->wrong =
            node == 0 && r->wrong == NULL ? "a number without \"of (\"" : r->wrong;
    } else {
        node = read_organisation(r, length);
    }
    r->depth--;
    return node;
}

/* Parts joined by a word; one part alone stays what it is. */
static uint32_t read_joined(
    struct reader *r, const char *by, uint32_t (*read)(struct reader *), bool needs_all)
{
    uint32_t first = read(r), last = first, count = 1;
    while (r->wrong == NULL && take_word(r, by)) {
        uint32_t part = read(r);
        r->nodes[last].next = part;
        last = part;
        count++;
    }
    return count == 1 || r->wrong != NULL ? first
                                          : group(r, first, count, needs_all ? 0 : 1);
}

static uint32_t read_all_of(struct reader *r)
{
    return read_joined(r, "and", read_part, true);
}

static uint32_t read_any_of(struct reader *r)
{
    return read_joined(r, "or", read_all_of, false);
}

/* All organisations, of which need must endorse. */
static uint32_t whole(struct reader *r, uint32_t need)
{
    uint32_t first = 0, last = 0, count = r->organisation_count;
    for (uint32_t i = 0; i < count && r->wrong == NULL; i++) {
        uint32_t node = add_node(r);
        r->nodes[node].organisation = i;
        first = i == 0 ? node : first;
        if (i > 0) {
            r->nodes[last].next = node;
        }
        last = node;
    }
    return group(r, first, count, need);
}

static uint32_t read_policy(struct reader *r)
{
    const char *start = r->at;
    size_t digits = 0;
    skip_space(r);
    uint32_t need = number(r->at, &digits);
    if (take_word(r, "all")) {
        return whole(r, 0);
    }
    if (take_word(r, "any")) {
        return whole(r, 1);
    }
    if (digits > 0 && need > 0 && need <= BW_POLICY_WIDTH) {
        r->at += digits;
        if (take_word(r, "of") && (skip_space(r), *r->at == '\0')) {
            return whole(r, need);
        }
        r->at = start;
    }
    return read_any_of(r);
}

/* Least number of organisations that satisfy a part. */
static uint32_t least(const struct bw_policy_node *nodes, uint32_t node)
{
    uint32_t numbers[BW_POLICY_WIDTH] = {0}, count = 0, sum = 0;
    if (nodes[node].need == 0) {
        return 1;
    }
    for (uint32_t i = nodes[node].first; i != 0; i = nodes[i].next) {
        uint32_t number = least(nodes, i), at = count++;
        for (; at > 0 && numbers[at - 1] > number; at--) {
            numbers[at] = numbers[at - 1];
        }
        numbers[at] = number;
    }
    for (uint32_t i = 0; i < nodes[node].need; i++) {
        sum += numbers[i];
    }
    return sum;
}

static void build_policy(struct bw_build *build, const struct bw_view *endorse,
    struct bw_ledger *ledger, struct bw_members *members)
{
    const char *text =
        bw_view_has(endorse, "policy") ? bw_view_text(endorse, "policy") : "all";
    struct reader r = {.at = text,
        .organisations = bw_view_node(endorse, "organisations"),
        .organisation_count = bw_view_count(endorse, "organisations"),
        .nodes = bw_build_allocate(build, NODE_LIMIT, sizeof *r.nodes),
        .count = 2};
    if (text == NULL || r.organisations == NULL || r.nodes == NULL) {
        return;
    }
    uint32_t root = read_policy(&r);
    skip_space(&r);
    if (r.wrong == NULL && *r.at != '\0') {
        r.wrong = "more than one policy";
    }
    if (r.wrong != NULL) {
        bw_build_fail(build, bw_build_path(build, endorse->path, "policy"),
            "expected organisations with and, or, \"2 of (a, b, c)\", or all, any, \"2 "
            "of\"; found %s at \"%s\"",
            r.wrong, r.at);
        return;
    }
    r.nodes[1] = r.nodes[root];
    ledger->eov.policy = r.nodes;
    members->quorum = least(r.nodes, 1);
}

static void build_organisations(
    struct bw_build *build, const struct bw_view *endorse, struct bw_ledger *ledger)
{
    uint32_t count = bw_view_count(endorse, "organisations");
    struct bw_sampler *times = bw_build_allocate(build, count, sizeof *times);
    if (count > BW_ENDORSER_LIMIT) {
        bw_build_fail(build, bw_build_path(build, endorse->path, "organisations"),
            "expected at most %u organisations, found %u", BW_ENDORSER_LIMIT, count);
        return;
    }
    if (times == NULL) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct bw_view view = bw_view_ranked(endorse, "organisations", i);
        times[i] = bw_view_sampler(&view, "time");
    }
    ledger->eov.organisations = times;
}

uint32_t bw_build_at_most(const struct bw_view *view)
{
    return bw_view_has(view, "at_most") ? (uint32_t)bw_view_integer(view, "at_most")
                                        : UINT32_MAX;
}

/* How many records each member works on at a time. */
static void build_servers(
    struct bw_build *build, const struct bw_view *endorse, struct bw_ledger *ledger)
{
    uint32_t count = ledger->members[BW_MEMBERS_ENDORSE].count;
    bool named = bw_view_has(endorse, "organisations"), any = false;
    uint32_t *first = bw_build_allocate(build, (size_t)count + 1, sizeof *first);
    if (first == NULL) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct bw_view view =
            named ? bw_view_ranked(endorse, "organisations", i) : *endorse;
        bool has = bw_view_has(&view, "servers");
        first[i + 1] =
            first[i] + (has ? (uint32_t)bw_view_integer(&view, "servers") : 0);
        any = any || has;
    }
    if (any) {
        ledger->eov.first_server = first;
    }
    if (named && bw_view_has(endorse, "servers")) {
        bw_build_fail(build, bw_build_path(build, endorse->path, "servers"),
            "organisations with names have servers of their own");
    }
    if (any && ledger->eov.retry.present) {
        bw_build_fail(build, bw_build_path(build, endorse->path, "servers"),
            "records that are tried again do not come in order: expected either "
            "servers "
            "or retry");
    }
}

void bw_build_endorse(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    static const char *const alike[] = {"of", "need", "time"};
    struct bw_view endorse = bw_view_child(view, "endorse");
    struct bw_view outages = bw_view_child(&endorse, "outages");
    struct bw_view retry = bw_view_child(&endorse, "retry");
    bool named = bw_view_has(&endorse, "organisations");
    struct bw_members *members = &ledger->members[BW_MEMBERS_ENDORSE];
    struct bw_members other = {.count = 0};
    members = ledger->kind == BW_LEDGER_EOV ? members : &other;
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
        if (bw_view_has(&endorse, alike[i]) == named && bw_view_has(view, "endorse")) {
            bw_build_fail(build,
                named ? bw_build_path(build, endorse.path, alike[i]) : endorse.path,
                named ? "expected either organisations or %s"
                      : "missing key \"%s\", which endorsers without names need",
                alike[i]);
        }
    }
    ledger->endorsers = (uint32_t)bw_view_integer(&endorse, "of");
    ledger->endorsements = (uint32_t)bw_view_integer(&endorse, "need");
    ledger->endorse = bw_view_sampler(&endorse, "time");
    members->count =
        named ? bw_view_count(&endorse, "organisations") : ledger->endorsers;
    members->quorum = ledger->endorsements;
    if (ledger->endorsements > ledger->endorsers && ledger->endorsers > 0) {
        bw_build_fail(build, bw_build_path(build, endorse.path, "need"),
            "expected at most the %u endorsers there are, found %u", ledger->endorsers,
            ledger->endorsements);
    }
    if (named) {
        build_organisations(build, &endorse, ledger);
        build_policy(build, &endorse, ledger, members);
    } else if (bw_view_has(&endorse, "policy")) {
        bw_build_fail(build, bw_build_path(build, endorse.path, "policy"),
            "only organisations with names have a policy");
    }
    bw_build_members(build, &outages, members);
    ledger->eov.retry = (struct bw_retry){
        .present = bw_view_has(&endorse, "retry"),
        .wait = bw_view_duration(&retry, "wait"),
        .longest = bw_view_duration(&retry, "longest"),
        .factor = bw_view_number(&retry, "factor"),
        .at_most = bw_build_at_most(&retry),
    };
    build_servers(build, &endorse, ledger);
    if (named && ledger->eov.retry.present) {
        bw_build_fail(build, bw_build_path(build, endorse.path, "retry"),
            "only endorsers without names have this");
    }
}
