/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/ledger_queue.h"

#include "chain/ledger_internal.h"

void bw_record_list_add(
    const struct bw_state *state, struct bw_record_list *list, uint32_t record)
{
    bw_ledger_transaction(state, record)->next = 0;
    if (list->first == 0) {
        list->first = record;
    } else {
        bw_ledger_transaction(state, list->last)->next = record;
    }
    list->last = record;
    list->count++;
}

void bw_record_list_prepend(const struct bw_state *state, struct bw_record_list *list,
    struct bw_record_list *before)
{
    if (before->count > 0) {
        bw_ledger_transaction(state, before->last)->next = list->first;
        list->first = before->first;
        list->last = list->count > 0 ? list->last : before->last;
        list->count += before->count;
    }
    *before = (struct bw_record_list){0};
}

struct bw_record_list bw_record_list_take(
    const struct bw_state *state, struct bw_record_list *list, uint32_t count)
{
    struct bw_record_list taken = {.first = list->first};

    while (taken.count < count && taken.count < list->count) {
        taken.last = list->first;
        list->first = bw_ledger_transaction(state, taken.last)->next;
        taken.count++;
    }
    if (taken.count == 0) {
        return (struct bw_record_list){0};
    }
    bw_ledger_transaction(state, taken.last)->next = 0;
    list->count -= taken.count;
    list->last = list->count > 0 ? list->last : 0;
    return taken;
}

static bool goes_before(const struct bw_state *state, uint32_t a, uint32_t b)
{
    const struct bw_transaction *left = bw_ledger_transaction(state, a);
    const struct bw_transaction *right = bw_ledger_transaction(state, b);

    return left->key != right->key ? left->key < right->key
                                   : left->arrival < right->arrival;
}

/* Joins two heaps along their right spines, whose children change sides. */
static uint32_t join(const struct bw_state *state, uint32_t a, uint32_t b)
{
    uint32_t root = 0, *slot = &root;

    while (a != 0 && b != 0) {
        struct bw_transaction *top;
        uint32_t right;

        if (goes_before(state, b, a)) {
            uint32_t other = a;

            a = b;
            b = other;
        }
        top = bw_ledger_transaction(state, a);
        right = top->child;
        top->child = top->next;
        *slot = a;
        slot = &top->next;
        a = right;
    }
    *slot = a != 0 ? a : b;
    return root;
}

void bw_record_heap_push(const struct bw_state *state, uint32_t *root, uint32_t record)
{
    struct bw_transaction *t = bw_ledger_transaction(state, record);

    t->next = t->child = 0;
    *root = join(state, *root, record);
}

uint32_t bw_record_heap_pop(const struct bw_state *state, uint32_t *root)
{
    uint32_t record = *root;
    struct bw_transaction *t = bw_ledger_transaction(state, record);

    *root = join(state, t->next, t->child);
    t->next = t->child = 0;
    return record;
}
