/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two parts of the event list, front and ladder, ask of each other. Private to
 * them.
 */
#ifndef BW_ENGINE_EVENT_LIST_INTERNAL_H
#define BW_ENGINE_EVENT_LIST_INTERNAL_H

#include "engine/event_list.h"

/* Events in a bucket above which it is spread over a finer rung. */
#define BW_EVENT_SPREAD_ABOVE 64u

/* Sets the number of entries of the front at which an insertion looks for a way to make
 * it smaller. */
void bw_event_list_alarm_at(struct bw_event_list *list, uint32_t entries);

/* Makes a heap of the entries of the front, which stand in any order. */
void bw_event_list_order_front(struct bw_event_list *list);

/* Makes room for count entries in the front. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_event_list_widen_front(
    struct bw_event_list *list, uint32_t count);

/* Gives back the slot of an event that is dispatched or dead. */
void bw_event_list_free_slot(struct bw_event_list *list, uint32_t slot);

#endif
