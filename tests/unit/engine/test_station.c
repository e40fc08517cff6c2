/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/station.h"
#include "engine/ziggurat.h"
#include "unit.h"

#define KIND 7

struct fixture {
    struct bw_event_list list;
    struct bw_station station;
};

static void open_station(
    struct fixture *f, uint32_t servers, enum bw_station_discipline discipline)
{
    const struct bw_station_description description = {.servers = servers,
        .queue_limit = UINT32_MAX,
        .discipline = discipline,
        .kind = KIND};
    assert_int_equal(bw_event_list_init(&f->list, 2), BW_OK);
    assert_int_equal(bw_station_init(&f->station, &description, 0), BW_OK);
}

static void close_station(struct fixture *f)
{
    bw_station_release(&f->station);
    bw_event_list_release(&f->list);
}

/* Brings the clock to time with an event that means nothing. */
static void wait_until(struct fixture *f, bw_time time)
{
    const struct bw_event event = {.time = time, .phase = BW_PHASE_ORDER};
    struct bw_event popped;
    (void)bw_event_list_schedule(&f->list, 1, &event);
    assert_true(bw_event_list_pop(&f->list, BW_FOREVER, &popped));
    assert_int_equal(popped.kind, 0);
    assert_true(f->list.now == time);
}

static enum bw_arrival arrive(
    struct fixture *f, bw_time work, int64_t customer_key, uint64_t mark)
{
    const struct bw_customer customer = {
        .work = work, .key = customer_key, .mark = mark};
    return bw_station_arrive(&f->station, &f->list, &customer);
}

/* Dispatches the next event, which must be the end of the service of mark at time. */
static struct bw_customer complete(struct fixture *f, bw_time time, uint64_t mark)
{
    struct bw_event event = {.time = 0};
    struct bw_customer customer;
    assert_true(bw_event_list_pop(&f->list, BW_FOREVER, &event));
    assert_int_equal(event.kind, KIND);
    assert_true(event.time == time);
    bw_station_complete(&f->station, &f->list, event.a, &customer);
    assert_true(customer.mark == mark);
    return customer;
}

static void check_shares(const struct fixture *f, bw_time now)
{
    int64_t area = 0;
    double share = 0;
    for (int i = 0; i < BW_SERVER_STATE_COUNT; i++) {
        area += bw_station_area(&f->station, (enum bw_server_state)i, now);
        share += bw_station_share(&f->station, (enum bw_server_state)i, now);
    }
    assert_true(
        area == (now - f->station.start) * (int64_t)f->station.description.servers);
    bw_assert_close(share, 1, 1e-14);
}

static void test_station_fifo_serves_in_order_of_arrival(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 1, BW_STATION_FIFO);
    assert_int_equal(arrive(&f, 10, 0, 1), BW_ARRIVAL_STARTED);
    for (uint64_t i = 2; i <= 100; i++) { /* the ring grows on the way */
        assert_int_equal(arrive(&f, 10, 100 - (int64_t)i, i), BW_ARRIVAL_QUEUED);
    }
    for (uint64_t i = 1; i <= 50; i++) {
        complete(&f, 10 * (bw_time)i, i);
    }
    for (uint64_t i = 101; i <= 200; i++) { /* and goes round while it grows */
        assert_int_equal(arrive(&f, 10, 0, i), BW_ARRIVAL_QUEUED);
    }
    for (uint64_t i = 51; i <= 200; i++) {
        complete(&f, 10 * (bw_time)i, i);
    }
    assert_true(f.station.served == 200 && bw_station_queue_length(&f.station) == 0);
    check_shares(&f, 3000);
    assert_true(bw_station_area(&f.station, BW_SERVER_BUSY, 3000) == 2000);
    close_station(&f);
}

static void test_station_priority_serves_least_key_then_order_of_arrival(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 1, BW_STATION_PRIORITY);
    arrive(&f, 10, 0, 0);
    for (uint64_t i = 1; i <= 90; i++) {
        arrive(&f, 10, (int64_t)(i % 3), i);
    }
    complete(&f, 10, 0);
    bw_time now = 10;
    for (uint64_t key = 0; key < 3; key++) {
        for (uint64_t i = 1; i <= 90; i++) {
            if (i % 3 == key) {
                now += 10;
                complete(&f, now, i);
            }
        }
    }
    close_station(&f);
}

static void test_station_due_date_serves_the_earliest(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 1, BW_STATION_DUE_DATE);
    arrive(&f, 10, 0, 0);
    for (uint64_t i = 0; i < 101; i++) {
        uint64_t due = 37 * i % 101;
        arrive(&f, 10, (int64_t)due, due + 1);
    }
    complete(&f, 10, 0);
    for (uint64_t due = 0; due < 101; due++) {
        complete(&f, 20 + 10 * (bw_time)due, due + 1);
    }
    close_station(&f);
}

static void test_station_customers_balk_at_the_limit(void **state)
{
    (void)state;
    struct fixture f;
    const struct bw_station_description description = {
        .servers = 2, .queue_limit = 3, .kind = KIND};
    assert_int_equal(bw_event_list_init(&f.list, 2), BW_OK);
    assert_int_equal(bw_station_init(&f.station, &description, 0), BW_OK);
    for (uint64_t i = 0; i < 5; i++) {
        assert_int_not_equal(arrive(&f, 10, 0, i), BW_ARRIVAL_BALKED);
    }
    assert_int_equal(arrive(&f, 10, 0, 5), BW_ARRIVAL_BALKED);
    complete(&f, 10, 0);
    assert_int_equal(arrive(&f, 10, 0, 6), BW_ARRIVAL_QUEUED);
    assert_int_equal(arrive(&f, 10, 0, 7), BW_ARRIVAL_BALKED);
    assert_true(f.station.balked == 2 && bw_station_arrived(&f.station) == 8);
    close_station(&f);
}

/* Work 100 begun at 0, stopped from 30 to 47 and from 60 to 60 + 1: ends at 118. */
static void test_station_stopped_server_goes_on_where_it_was(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 1, BW_STATION_FIFO);
    arrive(&f, 100, 0, 1);
    arrive(&f, 5, 0, 2);
    wait_until(&f, 30);
    bw_station_stop(&f.station, &f.list, 0, BW_STOP_FAILURE);
    wait_until(&f, 40);
    bw_station_stop(&f.station, &f.list, 0, BW_STOP_SHIFT); /* both until 45 */
    wait_until(&f, 45);
    bw_station_resume(&f.station, &f.list, 0, BW_STOP_FAILURE);
    wait_until(&f, 47);
    bw_station_resume(&f.station, &f.list, 0, BW_STOP_SHIFT);
    wait_until(&f, 60);
    bw_station_stop(&f.station, &f.list, 0, BW_STOP_SHIFT);
    wait_until(&f, 61);
    bw_station_resume(&f.station, &f.list, 0, BW_STOP_SHIFT);
    complete(&f, 118, 1);
    complete(&f, 123, 2);
    assert_true(bw_station_area(&f.station, BW_SERVER_BUSY, 150) == 105);
    assert_true(bw_station_area(&f.station, BW_SERVER_DOWN, 150) == 15);
    assert_true(bw_station_area(&f.station, BW_SERVER_OFF_SHIFT, 150) == 3);
    assert_true(bw_station_area(&f.station, BW_SERVER_IDLE, 150) == 27);
    assert_true(bw_station_wait_area(&f.station, 150) == 118);
    check_shares(&f, 150);
    close_station(&f);
}

static void test_station_idle_server_stopped_takes_nobody(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 3, BW_STATION_FIFO);
    bw_station_stop(&f.station, &f.list, 1, BW_STOP_FAILURE);
    bw_station_stop(&f.station, &f.list, 0, BW_STOP_FAILURE);
    assert_int_equal(arrive(&f, 10, 0, 1), BW_ARRIVAL_STARTED); /* at server 2 */
    assert_int_equal(arrive(&f, 10, 0, 2), BW_ARRIVAL_QUEUED);
    wait_until(&f, 4);
    bw_station_resume(&f.station, &f.list, 1, BW_STOP_FAILURE);
    assert_int_equal(bw_station_queue_length(&f.station), 0);
    complete(&f, 10, 1);
    complete(&f, 14, 2);
    check_shares(&f, 20);
    bw_assert_close(bw_time_tally_mean(&f.station.waits), 2, 1e-12);
    close_station(&f);
}

static void test_station_blocked_server_keeps_its_customer(void **state)
{
    (void)state;
    struct fixture f;
    struct bw_event event = {.time = 0};
    struct bw_customer customer;
    open_station(&f, 1, BW_STATION_FIFO);
    arrive(&f, 10, 0, 1);
    arrive(&f, 10, 0, 2);
    assert_true(bw_event_list_pop(&f.list, BW_FOREVER, &event));
    bw_station_block(&f.station, &f.list, event.a);
    assert_int_equal(bw_station_queue_length(&f.station), 1);
    wait_until(&f, 25);
    bw_station_unblock(&f.station, &f.list, 0, &customer);
    assert_true(customer.mark == 1);
    complete(&f, 35, 2);
    assert_true(bw_station_area(&f.station, BW_SERVER_BLOCKED, 40) == 15);
    check_shares(&f, 40);
    close_station(&f);
}

static void test_station_statistics_begin_anew_in_the_middle(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 1, BW_STATION_FIFO);
    arrive(&f, 100, 0, 1);
    arrive(&f, 100, 0, 2);
    wait_until(&f, 30);
    bw_station_clear_statistics(&f.station, 30);
    assert_true(bw_station_area(&f.station, BW_SERVER_BUSY, 40) == 10);
    assert_true(bw_station_wait_area(&f.station, 40) == 10);
    complete(&f, 100, 1);
    assert_true(bw_station_wait_area(&f.station, 150) == 70);
    check_shares(&f, 150);
    close_station(&f);
}

#define CUSTOMERS 200000u

/* Runs an M/M/1 queue at utilisation 0.8 until it is empty again. */
static void run_queue(struct fixture *f)
{
    const struct bw_key key = {20260105, 1};
    struct bw_stream_block arrivals;
    struct bw_stream_block services;
    struct bw_event next = {.phase = BW_PHASE_ORDER};
    struct bw_event event = {.time = 0};
    struct bw_customer customer;
    uint32_t count = 0;
    bw_stream_block_init(&arrivals, &key, 1);
    bw_stream_block_init(&services, &key, 2);
    (void)bw_event_list_schedule(&f->list, 1, &next);
    while (bw_event_list_pop(&f->list, BW_FOREVER, &event)) {
        if (event.kind == KIND) {
            bw_station_complete(&f->station, &f->list, event.a, &customer);
            continue;
        }
        arrive(f, bw_ziggurat_duration(&services, count, 800000), 0, count);
        if (++count < CUSTOMERS) {
            next.time = f->list.now + bw_ziggurat_duration(&arrivals, count, 1000000);
            (void)bw_event_list_schedule(&f->list, 1, &next);
        }
    }
}

/* Mean wait rho / (mu - lambda) = 3.2 s; the seed is fixed and the tolerance 8 %. */
static void test_station_mm1_sums(void **state)
{
    (void)state;
    struct fixture f;
    struct bw_sketch sketch;
    open_station(&f, 1, BW_STATION_FIFO);
    assert_int_equal(bw_sketch_init(&sketch), BW_OK);
    f.station.sketch = &sketch;
    run_queue(&f);
    bw_time now = f.list.now;
    const struct bw_time_tally *waits = &f.station.waits;
    assert_true(f.station.served == CUSTOMERS && waits->count == CUSTOMERS);
    assert_true(sketch.count == CUSTOMERS);
    bw_assert_close(bw_time_tally_mean(waits), 3.2e6, 0.25e6);
    bw_assert_close(bw_station_share(&f.station, BW_SERVER_BUSY, now), 0.8, 0.01);
    /* Little: the area under the queue is the sum of the waits. */
    double area = (double)bw_station_wait_area(&f.station, now);
    bw_assert_close(area / (bw_time_tally_mean(waits) * CUSTOMERS), 1, 1e-9);
    check_shares(&f, now);
    bw_sketch_release(&sketch);
    close_station(&f);
}

/* Once warm, a station neither moves nor grows its arrays, and gives the same. */
static void test_station_reset_repeats_without_growing(void **state)
{
    (void)state;
    struct fixture f;
    open_station(&f, 1, BW_STATION_FIFO);
    run_queue(&f);
    const struct bw_station warm = f.station;
    bw_time end = f.list.now;
    bw_event_list_reset(&f.list, 0);
    bw_station_reset(&f.station, 0);
    run_queue(&f);
    assert_true(f.list.now == end);
    assert_true(
        bw_time_tally_mean(&f.station.waits) == bw_time_tally_mean(&warm.waits));
    assert_ptr_equal(f.station.queue, warm.queue);
    assert_ptr_equal(f.station.servers, warm.servers);
    assert_int_equal(f.station.queue_mask, warm.queue_mask);
    close_station(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_station_fifo_serves_in_order_of_arrival),
        cmocka_unit_test(test_station_priority_serves_least_key_then_order_of_arrival),
        cmocka_unit_test(test_station_due_date_serves_the_earliest),
        cmocka_unit_test(test_station_customers_balk_at_the_limit),
        cmocka_unit_test(test_station_stopped_server_goes_on_where_it_was),
        cmocka_unit_test(test_station_idle_server_stopped_takes_nobody),
        cmocka_unit_test(test_station_blocked_server_keeps_its_customer),
        cmocka_unit_test(test_station_statistics_begin_anew_in_the_middle),
        cmocka_unit_test(test_station_mm1_sums),
        cmocka_unit_test(test_station_reset_repeats_without_growing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
