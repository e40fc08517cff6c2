/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/lateral.h"

#include "chain/inventory_internal.h"
#include "chain/source_choice.h"
#include "chain/way.h"

#include <math.h>

struct bw_lateral {
    int64_t due;         /* asked of others, not come and not refused */
    int64_t now, before; /* what it can give: now, and before the last change */
    bw_time changed;
    bw_time
        barred_at; /* instant in which the peers of barred have refused, a bit each */
    uint32_t barred;
    uint32_t told;   /* peers that know that it is short, a bit each */
    uint32_t wanted; /* peers that are short and wait for an offer, a bit each */
};

enum { AT_ONCE, WHEN_MORE_COMES }; /* when an offer is wanted */

static struct bw_lateral *at(const struct bw_state *state, bw_index stock)
{
    return &state->laterals[stock];
}

static const struct bw_peer *peers_of(const struct bw_state *state, bw_index stock)
{
    return &state->network->peers[state->network->stocks[stock].first_peer];
}

/* The bit of a stock among the peers of another. */
static uint32_t bit_of(const struct bw_state *state, bw_index stock, bw_index peer)
{
    const struct bw_peer *peers = peers_of(state, stock);
    uint32_t i = 0;

    while (peers[i].stock != peer) {
        i++;
    }
    return 1u << i;
}

enum bw_status bw_lateral_init(struct bw_state *state)
{
    if (state->network->pool_count == 0) {
        return BW_OK;
    }
    state->laterals = bw_arena_allocate(
        &state->arena, state->network->stock_count, sizeof *state->laterals);
    return state->laterals == NULL ? BW_ERR_NOMEM : BW_OK;
}

int64_t bw_lateral_keep(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    double units = bw_state_parameter(state, s->keep);

    return llround(units / state->network->items[s->item].quantum);
}

int64_t bw_lateral_due(const struct bw_state *state, bw_index stock)
{
    return at(state, stock)->due;
}

static int64_t surplus_of(const struct bw_state *state, bw_index stock)
{
    struct bw_stock_view view = bw_stock_view(state, stock);

    return view.usable - view.backorders - bw_lateral_keep(state, stock);
}

static int64_t shortage_of(const struct bw_state *state, bw_index stock)
{
    struct bw_stock_view view = bw_stock_view(state, stock);

    return view.backorders - view.usable - at(state, stock)->due;
}

void bw_lateral_reset(struct bw_state *state)
{
    for (bw_index i = 0; state->laterals != NULL && i < state->network->stock_count;
         i++) {
        bool is_member = state->network->stocks[i].pool != BW_NONE;
        int64_t surplus = is_member ? surplus_of(state, i) : 0;

        *at(state, i) = (struct bw_lateral){.now = surplus,
            .before = surplus,
            .changed = INT64_MIN,
            .barred_at = INT64_MIN};
    }
}

static void say(struct bw_state *state, bw_index from, bw_index to,
    enum bw_event_kind kind, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->messages);

    *(struct bw_message *)bw_pool_at(&state->messages, index) =
        (struct bw_message){.quantity = quantity, .from = from};
    bw_state_schedule(
        state, bw_stock_element(state, from), bw_state_now(state), kind, to, index);
}

static struct bw_message hear(struct bw_state *state, const struct bw_event *event)
{
    struct bw_message message =
        *(const struct bw_message *)bw_pool_at(&state->messages, event->a);

    bw_pool_give(&state->messages, event->a);
    return message;
}

/* Offers what a member can give to all who wait for an offer. */
static void offer(struct bw_state *state, bw_index stock, int64_t surplus)
{
    struct bw_lateral *l = at(state, stock);
    uint32_t wanted = l->wanted;

    l->wanted = 0;
    for (uint32_t i = 0; wanted >> i != 0; i++) {
        if ((wanted >> i & 1u) != 0) {
            say(state, stock, peers_of(state, stock)[i].stock, BW_EVENT_STOCK_OFFERED,
                surplus);
        }
        if (i == BW_MEMBER_LIMIT - 1) {
            break;
        }
    }
}

void bw_lateral_observe(struct bw_state *state, bw_index stock)
{
    struct bw_lateral *l = at(state, stock);
    int64_t surplus = surplus_of(state, stock), last = l->now;

    if (surplus == last) {
        return;
    }
    if (l->changed != bw_state_now(state)) {
        l->changed = bw_state_now(state);
        l->before = last;
    }
    l->now = surplus;
    if (surplus > last && surplus > 0 && l->wanted != 0) {
        offer(state, stock, surplus);
    }
}

/* What a member could give, as last seen. */
static int64_t seen(const struct bw_state *state, bw_index stock)
{
    const struct bw_lateral *l = at(state, stock);

    return l->changed == bw_state_now(state) ? l->before : l->now;
}

static double score_most_stock(
    const struct bw_state *state, const struct bw_peer *peer, int64_t quantity)
{
    (void)quantity;
    return -(double)seen(state, peer->stock);
}

static double score_fastest(
    const struct bw_state *state, const struct bw_peer *peer, int64_t quantity)
{
    return bw_way_mean_time(state, &state->network->sources[peer->source].routing,
        state->network->stocks[peer->stock].item, quantity);
}

static double score_cheapest(
    const struct bw_state *state, const struct bw_peer *peer, int64_t quantity)
{
    return bw_way_mean_cost(state, &state->network->sources[peer->source].routing,
        state->network->stocks[peer->stock].item, quantity);
}

/* One row per rule: the member with the lowest score is asked. */
static double (*const scores[BW_POOL_RULE_COUNT])(
    const struct bw_state *, const struct bw_peer *, int64_t) = {
    [BW_POOL_MOST_STOCK] = score_most_stock,
    [BW_POOL_FASTEST] = score_fastest,
    [BW_POOL_CHEAPEST] = score_cheapest,
};

/* Best of the peers that can give something and that tried, a bit each, leaves; NULL
 * when there is none. */
static const struct bw_peer *best_peer(
    const struct bw_state *state, bw_index stock, int64_t quantity, uint32_t tried)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    enum bw_pool_rule rule = state->network->pools[s->pool].rule;
    const struct bw_peer *peers = peers_of(state, stock), *best = NULL;
    double lowest = INFINITY;

    for (uint32_t i = 0; i < s->peer_count; i++) {
        double score;

        if (peers[i].source == BW_NONE || (tried >> i & 1u) != 0
            || seen(state, peers[i].stock) <= 0) {
            continue;
        }
        score = scores[rule](state, &peers[i], quantity);
        if (score < lowest) {
            lowest = score;
            best = &peers[i];
        }
    }
    return best;
}

static void ask_peer(struct bw_state *state, bw_index stock, const struct bw_peer *peer,
    int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[stock];

    at(state, stock)->due += quantity;
    bw_source_ask_member(state, stock, peer->source, quantity);
    bw_observe(state, network->pools[s->pool].element, BW_SUM_POOL_ASKED,
        (double)quantity * network->items[s->item].quantum);
}

/* Tells those who do not know it yet that a member is short. */
static void tell(struct bw_state *state, bw_index stock, uint32_t barred)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    const struct bw_peer *peers = peers_of(state, stock);
    struct bw_lateral *l = at(state, stock);

    for (uint32_t i = 0; i < s->peer_count; i++) {
        if (peers[i].source != BW_NONE && (l->told >> i & 1u) == 0) {
            l->told |= 1u << i;
            say(state, stock, peers[i].stock, BW_EVENT_STOCK_WANTED,
                (barred >> i & 1u) != 0 ? WHEN_MORE_COMES : AT_ONCE);
        }
    }
}

void bw_lateral_ask(struct bw_state *state, bw_index stock)
{
    struct bw_lateral *l = at(state, stock);
    uint32_t barred = l->barred_at == bw_state_now(state) ? l->barred : 0;
    uint32_t tried = barred;
    int64_t shortage = shortage_of(state, stock);
    const struct bw_peer *peer;

    while (shortage > 0 && (peer = best_peer(state, stock, shortage, tried)) != NULL) {
        int64_t most = seen(state, peer->stock);
        int64_t quantity = shortage < most ? shortage : most;

        tried |= bit_of(state, stock, peer->stock);
        ask_peer(state, stock, peer, quantity);
        shortage -= quantity;
    }
    if (shortage > 0) {
        tell(state, stock, barred);
    }
}

void bw_lateral_count(struct bw_state *state, bw_index stock, int64_t change)
{
    at(state, stock)->due += change;
}

void bw_lateral_note_given(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[stock];

    bw_observe(state, network->pools[s->pool].element, BW_SUM_POOL_GIVEN,
        (double)quantity * network->items[s->item].quantum);
}

void bw_lateral_refused(struct bw_state *state, uint32_t order)
{
    struct bw_order *o = bw_state_order(state, order);
    bw_index stock = o->owner, giver = state->network->sources[o->source].index;
    struct bw_lateral *l = at(state, stock);
    int64_t quantity = o->refused;

    if (l->barred_at != bw_state_now(state)) {
        l->barred_at = bw_state_now(state);
        l->barred = 0;
    }
    l->barred |= bit_of(state, stock, giver);
    o->refused = 0;
    bw_stock_correct_order(state, order, o->outstanding - quantity);
}

void bw_stock_on_wanted(struct bw_state *state, const struct bw_event *event)
{
    struct bw_message message = hear(state, event);
    struct bw_lateral *l = at(state, event->target);
    int64_t surplus = surplus_of(state, event->target);

    l->wanted |= bit_of(state, event->target, message.from);
    if (message.quantity == AT_ONCE && surplus > 0) {
        offer(state, event->target, surplus);
    }
}

void bw_stock_on_offered(struct bw_state *state, const struct bw_event *event)
{
    struct bw_message message = hear(state, event);
    bw_index stock = event->target;
    struct bw_lateral *l = at(state, stock);
    uint32_t bit = bit_of(state, stock, message.from);
    int64_t shortage = shortage_of(state, stock);
    const struct bw_peer *peers = peers_of(state, stock);

    l->told &= ~bit;
    l->barred &= ~bit;
    if (shortage > 0) {
        int64_t quantity = shortage < message.quantity ? shortage : message.quantity;

        ask_peer(state, stock, &peers[__builtin_ctz(bit)], quantity);
        if (shortage > quantity) {
            tell(state, stock, bit);
        }
    }
}
