/* SPDX-License-Identifier: Apache-2.0
 *
 * Random small chains. Each replication must end well: conservation, attribution to the
 * tick and the quantities of every stock are checked inside. The seed of a scenario
 * that fails is printed; it is a pure function of that seed.
 */
#include "unit.h"

#include "study.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SCENARIO_COUNT 100
#define HUB                                                                            \
    "  hub: {docks: {unload: 2 h, per_unit: 1 min, loading: {time: 1 h}}, fleets: "    \
    "{cars: {vehicles: 2}}"

struct writer {
    FILE *file;
    uint64_t random; /* splitmix64 */
};

static uint32_t draw(struct writer *w, uint32_t count)
{
    uint64_t z = w->random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ z >> 31) % count);
}

static const char *pick(struct writer *w, const char *const *texts, uint32_t count)
{
    return texts[draw(w, count)];
}
#define PICK(w, ...)                                                                   \
    pick(w, (const char *const[]){__VA_ARGS__},                                        \
        (uint32_t)BW_ARRAY_LENGTH(((const char *const[]){__VA_ARGS__})))

/* A time that may be 0, and one that takes time: a resource may have much to do in one
 * instant, and 128 rounds are an error. */
static const char *any_time(struct writer *w)
{
    return PICK(w, "0", "1 h", "2 d", "{exponential: {mean: 1 d}}",
        "{uniform: {min: 0 d, max: 3 d}}");
}

static const char *some_time(struct writer *w)
{
    return PICK(w, "1 h", "5 h", "{exponential: {mean: 4 h}}");
}

static void write_lane(
    struct writer *w, const char *name, const char *from, const char *to)
{
    fprintf(w->file, "  %s: {from: %s, to: %s, transit: %s%s%s", name, from, to,
        any_time(w),
        PICK(w, "", ", customs: 1 d", ", customs: 0",
            ", customs: {inspect: 0.3, inspection: 5 h}",
            ", delay: {probability: 0.3, time: 7 h, common_day: 0.5}"),
        PICK(w, "", ", departures: {every: 1 d, at: 5 h}",
            ", departures: {days: [tue, sat], at: [1 h, 20 h], vehicles: 2, cut_off: 3 "
            "h}",
            ", departures: {every: 1 d}, consolidate: {fill: 0.4, longest_wait: 2 d}",
            ", consolidate: {longest_wait: 30 h}",
            ", consolidate: {fill: 0.6, every: 2 d, longest_wait: 1 d}"));
    /* A vehicle that is home at once would make all its trips in one instant. */
    fprintf(w->file, "%s",
        PICK(w, "", "", ", fleet: {of: cars, return: 1 h}",
            ", fleet: {of: cars, return: {exponential: {mean: 1 d}}}"));
    fprintf(w->file, "%s",
        PICK(w, "", ", capacity: 20.5", ", capacity: 3",
            ", capacity: {volume: 40, pallets: 9}"));
    fprintf(w->file, ", verify: {%s}, resolver: {time: %s, reject: %s}",
        PICK(w, "", "ship: paper", "receive: book", "ship: book, receive: nil",
            "ship: nil, receive: paper"),
        any_time(w), PICK(w, "0", "0.3"));
    fprintf(w->file, "%s%s, disposition: {time: %s, reject: 0.4}}\n",
        PICK(w, "", "", ", remaining_shelf_life: 3 d"),
        PICK(w, "", ", excursions: 0.1",
            ", ambient: {uniform: {min: -5, max: 35}}, packaging: box"),
        any_time(w));
}

/* A tour to the depot and, past it or before it, to the customers. */
static void write_tour(struct writer *w)
{
    fprintf(w->file,
        "  tour: {from: plant, stops: {%s}, allocate: %s%s%s%s, verify: {%s}, "
        "resolver: "
        "{time: 1 h, reject: 0.2}%s, disposition: {time: 1 h, reject: 0.4}}\n",
        PICK(w, "depot: {drive: 2 h}, customers: {drive: 1 d}",
            "customers: {drive: {exponential: {mean: 3 h}}, unload: 1 h}, depot: "
            "{drive: 0, unload: {exponential: {mean: 5 h}}}",
            "depot: {drive: 0}, customers: {drive: 0}"),
        PICK(w, "queue", "stops", "shares"),
        PICK(w, "", ", capacity: 7", ", capacity: {volume: 40, pallets: 9}"),
        PICK(w, "", ", departures: {every: 1 d, cut_off: 2 h}",
            ", consolidate: {fill: 0.6, longest_wait: 1 d}",
            ", delay: {probability: 0.3, time: 7 h}"),
        PICK(w, "", ", fleet: {of: cars, return: 2 h}"),
        PICK(w, "", "ship: paper", "receive: book"),
        PICK(w, "", ", excursions: 0.1",
            ", ambient: {uniform: {min: -5, max: 35}}, packaging: box"));
}

static void write_step(struct writer *w, const char *name, const char *after)
{
    const char *resource = PICK(w, "", "line", "lab", "[line, lab], choose: fastest",
        "[lab, line], choose: first_idle",
        "{line: {time_factor: 2, yield: 0.9}, lab: {share: 2}}, choose: split");

    /* The first one takes time: a batch of one that loses it all is made again at once.
     */
    fprintf(w->file, "          %s: {time: %s", name,
        resource[0] != '\0' || strcmp(name, "mix") == 0 ? some_time(w) : any_time(w));
    if (resource[0] != '\0') {
        fprintf(w->file, ", resource: %s, setup: %s%s", resource, any_time(w),
            PICK(w, "", ", cleanup: 2 h", ", cleanup: {exponential: {mean: 5 h}}"));
        /* Lines of two steps that block each other would be a circle. */
        if (strcmp(name, "pack") == 0 && strchr(resource, ',') == NULL) {
            fprintf(w->file, "%s", PICK(w, "", ", buffer: 0", ", buffer: 1"));
        }
    }
    fprintf(w->file, "%s%s", PICK(w, "", ", yield: {uniform: {min: 0.3, max: 1}}"),
        PICK(w, "", ", reject: 0.2"));
    fprintf(w->file, "%s",
        PICK(w, "", ", test: {time: 0, reject: 0.2}",
            ", test: {resource: lab, time: 3 h, reject: 0.2}",
            ", test: {resource: lab, time: 3 h, reject: 0.4, retest: {time: 2 h, "
            "confirm: 0.5}}"));
    fprintf(w->file, "%s%s%s}\n", PICK(w, "", ", hold: 0", ", hold: 1 d"),
        PICK(
            w, "", ", verify: book, resolver: {resource: lab, time: 1 h, reject: 0.2}"),
        after);
}

static void write_stock(
    struct writer *w, const char *name, const char *from, const char *more)
{
    uint32_t rule = draw(w, 8);
    static const char *const rules[] = {"make_to_order", "{base_stock: 30}",
        "{min_max: {reorder_point: 10, order_up_to: 40}}",
        "{fixed_quantity: {reorder_point: 15, quantity: 12}}",
        "{cover: {reorder_point: 2 d, order_up_to: 4 d}}",
        "{buffer: {lead_time: 2 d, order_cycle: 1 d, minimum: 7}}",
        "{periodic: {order_up_to: 40}}",
        "{periodic_min_max: {reorder_point: 20, order_up_to: 40}}"};

    fprintf(
        w->file, "      %s: {from: %s, policy: %s%s", name, from, rules[rule], more);
    fprintf(w->file, "%s",
        PICK(w, "", ", forecast: {smoothing: {alpha: 0.2, initial: 9 /d}}",
            ", forecast: {moving_average: {window: 3 d}}"));
    if (rule >= 6) {
        fprintf(w->file, ", review: {%s}",
            PICK(w, "every: 1 d", "every: 7 d, at: 30 h", "weekdays: [mon, sat]",
                "weekdays: [sun], at: 5 h"));
    }
    fprintf(w->file, "%s%s%s}\n",
        PICK(w, "", ", partial: false", ", allocation: priority, priority: 2",
            ", allocation: due_date, reserve: [0, 2.5, 7]", ", reserve: [1, 4]"),
        PICK(w, "", ", position: echelon", ", remaining_shelf_life: 2 d",
            ", trigger: below, safety_stock: 3, safety_lead_time: 1 d"),
        PICK(w, "", ", initial: 10, ship_held: true", ", initial: 1, ship_held: true",
            ", orders_fit_space: true", ", hard_safety_lead_time: 5 h",
            ", pool: shared", ", pool: shared, pool_keep: 2"));
}

static void write_head(struct writer *w)
{
    fprintf(w->file,
        "bullwhip: 1\ntime: {start: 2026-01-05, warmup: %s, horizon: %s, cooldown: "
        "%s}\nflow_from: %s\n",
        PICK(w, "0", "3 w"), PICK(w, "3 d", "60 d", "8 w"), PICK(w, "0", "30 d"),
        PICK(w, "make", "receipt", "source"));
    fprintf(w->file,
        "storage: {cold: {range: [2, 8], out_of_range_budget: 1 h}}\n"
        "pools: {shared: {rule: %s}}\n"
        "packaging: {box: {hold: 6 h, qualified_at: 30}}\nitems:\n"
        "  raw: {quantum: %s, storage: cold, shelf_life: %s}\n  husk: {quantum: 0.01, "
        "storage: cold, shelf_life: 2 d}\n"
        "  drug: {quantum: %s, storage: cold, shelf_life: %s, value: 2, volume: 3, "
        "per_pallet: 2}\n",
        PICK(w, "most_stock", "fastest", "cheapest"), PICK(w, "1", "0.001"),
        PICK(w, "unlimited", "9 d"), PICK(w, "1", "0.5"),
        PICK(w, "unlimited", "4 d", "15 d"));
    fprintf(w->file,
        "calendars:\n  office: {shifts: {early: {hours: \"mon-fri 06:00-14:00\"}, "
        "late: {hours: \"daily 14:00-15:00\"}}, shutdowns: \"01-20..01-22\"}\n"
        "ledger:\n  nil: {kind: none}\n"
        "  book: {kind: endorse-order-validate, endorse: {of: 3, need: 2, time: %s},"
        " block: {size: 2, timeout: 1 h}, mismatch: 0.1}\n"
        "  paper: {kind: manual, staff: 2, time: %s, delay: %s, mismatch: 0.2}\n",
        any_time(w), PICK(w, "0", "2 h"), any_time(w));
}

static void write_floor(struct writer *w)
{
    fprintf(w->file, "%s%s%s",
        PICK(w, "", "", "        parallel: 1\n", "        parallel: 3\n"),
        PICK(w, "", "", "        wip_limit: 1\n", "        wip_limit: 4\n"),
        PICK(w, "", "", "        starts: {every: 2 d, at: 6 h, for: 1 d}\n"));
}

static void write_release(struct writer *w)
{
    if (draw(w, 2) == 0) {
        return;
    }
    fprintf(w->file, "        release: {time: %s%s%s", any_time(w),
        PICK(w, "", ", resource: lab"), PICK(w, "", ", reject: 0.1"));
    if (draw(w, 2) == 0) {
        fprintf(w->file,
            ", deviations: {number: %s, blocking: %s, time: %s%s, reject: %s}",
            PICK(w, "1", "{poisson: {mean: 0.4}}"), PICK(w, "0", "0.5", "1"),
            any_time(w), PICK(w, "", ", resource: lab"), PICK(w, "0", "0.3"));
    }
    fprintf(w->file, "}\n");
}

static void write_sites(struct writer *w, bool hub)
{
    fprintf(w->file,
        "sites:\n  works:\n    fleets: {cars: {vehicles: 1}}\n    supply:\n      raw: "
        "{lead_time: %s, minimum: %s, "
        "multiple: %s, in_order: %s, reliability: {lost: 0.1, late: {probability: 0.1, "
        "delay: 1 d}, short: {probability: 0.2, part: {uniform: {min: 0, max: 1}}}}, "
        "expedite: {lead_time: 1 h, order: 1, unit: 2}}\n",
        any_time(w), PICK(w, "0", "25"), PICK(w, "1", "7"), PICK(w, "true", "false"));
    fprintf(w->file,
        "  plant:\n%s    production: {rule: %s, wip_limit: %s}\n"
        "    fleets: {cars: {vehicles: 3}}\n    floor_space: 4\n    storage: {cold: "
        "{capacity: %s, when_full: %s}}\n    resources:\n"
        "      line: {servers: 2, queue_limit: %s%s, failure: {every: {exponential: "
        "{mean: 3 d}}, repair: "
        "%s}}\n      lab: {servers: %s%s%s%s%s}\n    make:\n      drug:\n%s%s",
        PICK(w, "", "    purchasing: {window: 2 d, cost: 3}\n"),
        PICK(w, "fifo", "due_date", "least_slack", "critical_ratio", "priority"),
        PICK(w, "unlimited", "5"), PICK(w, "unlimited", "70"),
        PICK(w, "wait", "overflow", "refuse"), PICK(w, "unlimited", "0", "2"),
        PICK(w, "", "",
            ", flexible: {above_queue: 1, ramp: 5 h, minimum: 9 h, floor: 4, new: "
            "{for: 1 d, yield: 0.5}}"),
        PICK(w, "0", "1 d"), PICK(w, "1", "2"),
        PICK(w, "", "", ", flexible: {above_queue: 0, servers: 2, floor: 1.5}",
            ", flexible: {above_wait: 3 h, ramp: {exponential: {mean: 1 h}}}"),
        PICK(w, "", ", discipline: priority", ", discipline: due_date"),
        PICK(w, "", ", maintenance: {every: 6 d, time: 5 h, interrupt: true}",
            ", maintenance: {after_jobs: 4, time: 5 h}",
            ", cleaning: {after_jobs: 3, after: 4 d, time: 1 h}",
            ", campaign: {at_most: 2, longest_wait: 9 h}",
            ", failure: {every: 30 h, repair: 2 h, clock: busy}"),
        PICK(w, "", ", calendar: office, on_shift: {late: 1}, finish_started: true",
            ", calendar: office"),
        PICK(w, "", "        needs: {raw: 0.7}\n", "        needs: {raw: 2.3}\n"),
        PICK(w, "", "        batch: 1\n", "        batch: 10\n",
            "        batch: {minimum: 4, step: 3, maximum: 10}\n"));
    fprintf(w->file, "%s",
        PICK(w, "", "        co_products: {raw: {per_unit: 0.1}}\n",
            "        co_products: {husk: {per_batch: 3, cost_share: 0.5}, raw: "
            "{per_batch: 1}}\n"));
    write_floor(w);
    write_release(w);
    fprintf(w->file, "        steps:\n");
    write_step(w, "mix", "");
    write_step(w, "fill",
        PICK(w, "", ", rework: {to: mix, probability: 0.4, at_most: 2}",
            ", then: {mix: 0.2, fill: 0.2, scrap: 0.1, pack: 0.5}, at_most: 3",
            ", rework: {to: mix, probability: 0.2, at_most: 2}, then: {fill: 0.1, "
            "pack: "
            "0.7, done: 0.2}, at_most: 4"));
    write_step(w, "pack", "");
    fprintf(w->file, "    stock:\n");
    fprintf(w->file, "      husk: {initial: 1%s}\n", PICK(w, "", ", ship_held: true"));
    write_stock(w, "raw", "works",
        PICK(w, "", ", by: sea", ", expedite_below: 5",
            ", by: sea, expedite_below: 20"));
    write_stock(w, "drug", "make",
        PICK(w, "", ", round: up", ", round: exact", ", push: {}",
            ", push: {rule: levels, to: {depot: 30}, keep: 4}"));
    fprintf(w->file,
        "%s  depot:\n    fleets: {cars: {vehicles: 1}}\n%s    storage: {cold: "
        "{capacity: "
        "%s, when_full: %s}}\n    stock:\n",
        hub ? PICK(w, HUB "}\n", HUB ", cross_dock: {capacity: 12}}\n",
            HUB ", cross_dock: {window: 5 h, storage: {unit: 1, time: 1 /unit/d}, "
                "capacity: {pallets: 3, volume: 1000}}}\n")
            : "",
        PICK(w, "", "    docks: {doors: 2, unload: {exponential: {mean: 1 h}}}\n"),
        PICK(w, "unlimited", "25"), PICK(w, "wait", "overflow", "refuse"));
    write_stock(w, "drug", "plant",
        hub ? PICK(w, ", by: [a, b]",
            ", routes: {x: {by: c, up_to: 9}, y: {by: [a, b]}}, route: by_size",
            ", routes: {x: {by: [a, b]}, y: {by: c}}, route: fastest",
            ", routes: {x: {by: tour}, y: {by: [a, b]}}, route: fastest")
            : PICK(w, ", by: a", ", by: tour", ", route: cheapest", ", route: by_due"));
}

static void write_scenario(struct writer *w)
{
    bool hub = draw(w, 2) == 1;

    write_head(w);
    write_sites(w, hub);
    fprintf(w->file, "%s",
        PICK(w, "",
            "changes: {less: {at: 1 d, path: \"*.*.resources.*.servers\", to: 1}}\n",
            "changes: {more: {at: 2026-01-06, path: "
            "\"sites.plant.resources.lab.servers\", "
            "to: 4}, less: {at: 50 h, path: \"*.*.*.*.servers\", to: 1}}\n"));
    fprintf(w->file, "lanes:\n");
    write_lane(w, "sea", "works", "plant");
    write_lane(w, "a", "plant", hub ? "hub" : "depot");
    if (hub) {
        write_lane(w, "b", "hub", "depot");
    }
    write_lane(w, "c", "plant", "depot");
    write_tour(w);
    write_lane(w, "back", "depot", "plant");
    write_lane(w, "post", "depot", "customers");
    write_lane(w, "van", "depot", "customers");
    fprintf(w->file,
        "demand:\n  d8: {at: plant, item: husk, arrivals: {poisson: 1 /d}, size: "
        "0.5%s}\n%s",
        PICK(w, "", ", unmet: lost"),
        PICK(w, "",
            "  d9: {at: plant, item: drug, arrivals: {poisson: 1 /d}, size: 2, unmet: "
            "lost}\n",
            "  d9: {at: plant, item: drug, by: tour, arrivals: {poisson: 2 /d}, size: "
            "5}\n"));
    for (int i = 0; i < 3; i++) {
        fprintf(w->file,
            "  d%d: {at: depot, item: drug%s, arrivals: %s, size: %s, due: %s, unmet: "
            "%s, "
            "partial: %s%s}\n",
            i, PICK(w, "", ", by: post", ", route: by_due"),
            PICK(w, "{poisson: 2 /d}", "{every: 12 h}",
                "{periodic: {every: 2 d, at: 7 h}}"),
            PICK(w, "1", "5", "{uniform: {min: 0, max: 9}}"),
            PICK(w, "none", "0", "3 d"),
            PICK(w, "lost", "backorder", "backorder, patience: 0",
                "backorder, patience: {exponential: {mean: 2 d}}"),
            PICK(w, "true", "false"), PICK(w, "", ", priority: 1", ", priority: 2"));
        fprintf(w->file,
            "  d%d-more: {at: depot, item: drug, arrivals: {poisson: 1 "
            "/d}%s}\n",
            i,
            PICK(w, "", ", together: {poisson: {mean: 1}}", ", trend: {linear: -9}",
                ", surges: {a: {from: 0, for: 9 d, factor: 0}}"));
    }
}

static void test_property_random_chains_end_with_all_books_balanced(void **state)
{
    char path[64];

    (void)state;
    snprintf(path, sizeof path, "test_property_%ld.yaml", (long)getpid());
    for (uint64_t seed = 1; seed <= SCENARIO_COUNT; seed++) {
        struct writer w = {fopen(path, "w"), seed};
        struct bw_study study;

        assert_non_null(w.file);
        write_scenario(&w);
        assert_int_equal(fclose(w.file), 0);
        /* An assertion inside ends the program: the last line names the seed. */
        printf("scenario of seed %llu\n", (unsigned long long)seed);
        fflush(stdout);
        bw_study_open(&study, path, NULL, 0);
        bw_study_run(&study, seed, 0);
        bw_study_close(&study);
    }
    assert_int_equal(remove(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_property_random_chains_end_with_all_books_balanced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
