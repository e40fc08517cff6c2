/* SPDX-License-Identifier: Apache-2.0
 *
 * Random small chains. Each replication must end well: conservation, attribution to the
 * tick and the quantities of every stock are checked inside; and its trace must obey
 * the rules of trace_rules.h. Each runs in a process of its own, so that a chain that
 * stops the program can be made smaller like any other that fails; the smallest is
 * printed.
 *
 * usage: test_property [NUMBER OF CHAINS]
 */
#include "unit.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "chain/simulation.h"
#include "scenario/scenario.h"
#include "shrink.h"
#include "trace_rules.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HUB                                                                            \
    "  hub: {docks: {unload: 2 h, per_unit: 1 min, loading: {time: 1 h}}, fleets: "    \
    "{cars: {vehicles: 2}}"
#define CHAIN_COUNT 100
#define SHRINK_LIMIT 3000
#define TIME_LIMIT_S 60

struct writer {
    FILE *file;
    struct bw_choices *choices;
    bool has_trial;
};

static uint32_t draw(struct writer *w, uint32_t count)
{
    return bw_choose(w->choices, count);
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
            "ship: nil, receive: paper", "ship: book, receive: paper, gate: soft",
            "receive: book, gate: soft",
            "ship: book, receive: paper, gate: off, reconcile: {after: {exponential: "
            "{mean: 2 d}}, detects: 0.8}"),
        any_time(w), PICK(w, "0", "0.3"));
    fprintf(w->file, "%s",
        PICK(w, "", "", ", data: {delay: {exponential: {mean: 6 h}}, errors: 0.1}",
            ", data: {errors: 0.3, classes: {wrong: 0.2, no_record: 0.3, no_goods: "
            "0.2, damaged: 0.2, duplicate: 0.1}, missing: {uniform: {min: 0, max: 1}}, "
            "request: 5 h}"));
    fprintf(w->file, "%s%s",
        PICK(w, "", "", ", contracts: permit", ", contracts: [permit, pay]"),
        PICK(w, "", "", ", damage: 0.3"));
    fprintf(w->file, "%s%s, disposition: {time: %s, reject: 0.4}}\n",
        PICK(w, "", "", ", remaining_shelf_life: 3 d"),
        PICK(w, "", ", excursions: 0.1",
            ", ambient: {uniform: {min: -5, max: 35}}, packaging: box",
            ", packaging: box, legs: {way: {place: town, own_sd: 3}}",
            ", packaging: box, legs: {shelf: {during: dispatch, temperature: 20}, "
            "apron: {kind: tarmac, place: town, share: 0.4}, air: {kind: flight, time: "
            "5 h}, late: {during: delay, place: town}, road: {place: town, day_sd: 2}, "
            "border: {kind: customs, place: town}, out: {during: unloading, "
            "temperature: 30}}"),
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
            ", ambient: {uniform: {min: -5, max: 35}}, packaging: box",
            ", packaging: box, legs: {truck: {temperature: 10, share: 0.7}, foot: "
            "{kind: "
            "last-mile, place: town, openings: {count: 2, time: 1 min, heat: 5}}}"));
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
        PICK(w, "", ", verify: book, resolver: {resource: lab, time: 1 h, reject: 0.2}",
            ", verify: {ledger: book, gate: soft}, resolver: {time: 6 h, reject: "
            "0.3}"),
        after);
}

static void write_stock(
    struct writer *w, const char *name, const char *from, const char *more)
{
    /* Rules of trials where visits are served from the stock. */
    bool serves = w->has_trial && strcmp(name, "drug") == 0;
    uint32_t rule = draw(w, serves ? 10 : 8);
    static const char *const rules[] = {"make_to_order", "{base_stock: 30}",
        "{min_max: {reorder_point: 10, order_up_to: 40}}",
        "{fixed_quantity: {reorder_point: 15, quantity: 12}}",
        "{cover: {reorder_point: 2 d, order_up_to: 4 d}}",
        "{buffer: {lead_time: 2 d, order_cycle: 1 d, minimum: 7}}",
        "{periodic: {order_up_to: 40}}",
        "{periodic_min_max: {reorder_point: 20, order_up_to: 40}}",
        "{irt: {min: 1, max: 9, short_window: 2 d, window: 6 d, window_after: 9 d}}",
        "{planned: {orders: {a: {at: 1 h, quantity: 20}, b: {at: 2 d, need: {overage: "
        "0.2, share: 0.7, keep: 1 d}}}}}"};

    fprintf(
        w->file, "      %s: {from: %s, policy: %s%s", name, from, rules[rule], more);
    fprintf(w->file, "%s",
        PICK(w, "", ", forecast: {smoothing: {alpha: 0.2, initial: 9 /d}}",
            ", forecast: {moving_average: {window: 3 d}}"));
    if (rule >= 6 && rule < 9) {
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
        "grids: {north: {every: {exponential: {mean: 6 d}}, time: 9 h, cluster: "
        "{number: 2, after: {exponential: {mean: 5 h}}}}}\n"
        "climates: {town: {monthly: [0, 2, 5, 10, 15, 20, 22, 21, 16, 10, 5, 1], "
        "amplitude: 9, latitude: 60, weather: 4}}\n"
        "packaging: {box: {%s}}\nitems:\n"
        "  raw: {quantum: %s, storage: cold, shelf_life: %s}\n  husk: {quantum: 0.01, "
        "storage: cold, shelf_life: 2 d}\n"
        "  drug: {quantum: %s, storage: cold, shelf_life: %s, value: 2, volume: 3, "
        "per_pallet: 2}\n",
        PICK(w, "most_stock", "fastest", "cheapest"),
        PICK(w, "hold: 6 h, qualified_at: 30",
            "units: 4, reice: {every: 7 h, cost: 1}, passive: {conductance: 0.6 W/K, "
            "heat_capacity: 5 kJ/K, unit_heat_capacity: 1 kJ/K, melts_at: 5, mass: 1 "
            "kg, latent_heat: 200 kJ/kg, packed_at: {uniform: {min: 0, max: 9}}, "
            "frozen: 0.6}",
            "active: {conductance: 2 W/K, heat_capacity: 50 kJ/K, set_point: 5, "
            "cooling: 40 W, heating: 9 W, battery: 9 h, full_draw_at: 30, failure: "
            "{exponential: {mean: 1 d}}}",
            "statistical: {excursions: 0.3, minor: 0.3, loss: 0.3, time: 5 h}",
            "dry_ice: {conductance: 0.6 W/K, heat_capacity: 5 kJ/K, mass: 1 kg, "
            "sublimes_at: 4, packed_at: 5}",
            "blanket: {conductance: 0.6 W/K, heat_capacity: 9 kJ/K, packed_at: 5}"),
        PICK(w, "1", "0.001"), PICK(w, "unlimited", "9 d"), PICK(w, "1", "0.5"),
        PICK(w, "unlimited", "4 d", "15 d"));
    fprintf(w->file,
        "calendars:\n  office: {shifts: {early: {hours: \"mon-fri 06:00-14:00\"}, "
        "late: {hours: \"daily 14:00-15:00\"}}, shutdowns: \"01-20..01-22\"}\n"
        "ledger:\n  nil: {kind: none}\n"
        "  book: {kind: %s, endorse-order-validate: {endorse: {of: 3, need: 2, time: "
        "%s}, block: {size: 2, timeout: 1 h}}, mismatch: 0.1,\n"
        "    bft: {validators: 4, reply: %s, batch: {size: 2, timeout: 1 h}, timeout: "
        "3 "
        "h},\n"
        "    public: {interval: 2 h, confirmations: 2, capacity: {poisson: {mean: 1}}, "
        "reorganisation: {probability: 0.2}}}\n"
        "  paper: {kind: manual, staff: 2, time: %s, delay: %s, mismatch: 0.2%s}\n",
        PICK(w, "endorse-order-validate", "bft", "public"), any_time(w), any_time(w),
        /* Hundreds of records may come in one instant. */
        PICK(w, "1 min", "2 h"), any_time(w),
        PICK(w, "", ", calendar: office", ", discipline: due_date, error: 0.3"));
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

static const char *write_equipment(struct writer *w)
{
    return PICK(w, "", "",
        ", equipment: {holdover: 5 h, room: 30, failure: {every: {exponential: {mean: "
        "4 "
        "d}}, repair: 9 h}, disposition: {time: 3 h, reject: 0.4}}",
        ", equipment: {units: 3, holdover: 1 h, room: 9, failure: {every: 20 h, "
        "repair: "
        "0, to: 1}, alarm: {works: 0.5, response: 1 h}, round: 12 h, backup: 0.3, "
        "disposition: {resource: plant.lab, time: 0}}");
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
        "{capacity: %s, when_full: %s%s}}\n    resources:\n"
        "      line: {servers: 2, queue_limit: %s%s, failure: {every: {exponential: "
        "{mean: 3 d}}, repair: "
        "%s}}\n      lab: {servers: %s%s%s%s%s}\n    make:\n      drug:\n%s%s",
        PICK(w, "", "    purchasing: {window: 2 d, cost: 3}\n"),
        PICK(w, "fifo", "due_date", "least_slack", "critical_ratio", "priority"),
        PICK(w, "unlimited", "5"), PICK(w, "unlimited", "70"),
        PICK(w, "wait", "overflow", "refuse"), write_equipment(w),
        PICK(w, "unlimited", "0", "2"),
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
        "%s  depot:\n    climate: town\n    grid: north\n    fleets: {cars: {vehicles: "
        "1}}\n%s    storage: {cold: "
        "{capacity: "
        "%s, when_full: %s%s}}\n    stock:\n",
        hub ? PICK(w, HUB "}\n", HUB ", cross_dock: {capacity: 12}}\n",
            HUB ", cross_dock: {window: 5 h, storage: {unit: 1, time: 1 /unit/d}, "
                "capacity: {pallets: 3, volume: 1000}}}\n")
            : "",
        PICK(w, "", "    docks: {doors: 2, unload: {exponential: {mean: 1 h}}}\n"),
        PICK(w, "unlimited", "25"), PICK(w, "wait", "overflow", "refuse"),
        write_equipment(w));
    write_stock(w, "drug", "plant",
        hub ? PICK(w, ", by: [a, b]",
            ", routes: {x: {by: c, up_to: 9}, y: {by: [a, b]}}, route: by_size",
            ", routes: {x: {by: [a, b]}, y: {by: c}}, route: fastest",
            ", routes: {x: {by: tour}, y: {by: [a, b]}}, route: fastest")
            : PICK(w, ", by: a", ", by: tour", ", route: cheapest", ", route: by_due"));
}

/* What customers send back, and the scan of what they get on issue. */
static void write_returns(struct writer *w, bool scans)
{
    switch (draw(w, 5)) {
    case 1:
        fprintf(w->file,
            ", returns: {share: 0.4, resale: true, delay: %s, transit: %s}",
            any_time(w), any_time(w));
        break;
    case 2:
        fprintf(w->file,
            ", returns: {share: 0.5, size: {uniform: {min: 0, max: 1}}, resale: %s, "
            "remaining_shelf_life: 2 d, inspection: {%stime: %s, reject: 0.2}, verify: "
            "book, resolver: {time: %s, reject: 0.3}}",
            PICK(w, "true", "false"), PICK(w, "", "resource: plant.lab, "),
            some_time(w), any_time(w));
        break;
    case 3:
        fprintf(w->file,
            ", returns: {share: 0.5, resale: true, delay: %s, verify: {ledger: %s%s, "
            "misses: 0.3}, data: {delay: {exponential: {mean: 6 h}}, errors: 0.6, "
            "classes: {wrong: 0.2, no_record: 0.2, no_goods: 0.2, damaged: 0.2, "
            "duplicate: 0.2}, request: 5 h}, inspection: {time: %s, reject: 0.2}, "
            "resolver: {resource: plant.lab, time: 1 h, reject: 0.3, correct: 0.3}}",
            any_time(w), PICK(w, "paper", "nil"),
            PICK(w, "", ", gate: soft",
                ", gate: off, reconcile: {after: {exponential: {mean: 2 d}}, detects: "
                "0.8}"),
            any_time(w));
        break;
    case 4:
        fprintf(w->file,
            ", returns: {share: 0.3, resale: true, to: plant, verify: nil, resolver: "
            "{time: 0}}");
        break;
    default:
        break;
    }
    fprintf(w->file, "%s",
        scans ? PICK(w, "", "",
            ", scan: {alerts: 0.3, resolver: {time: 5 h, reject: 0.3}}",
            ", scan: {alerts: 0.1, answer: {exponential: {mean: 1 d}}, resolver: "
            "{resource: plant.lab, time: 1 h}}")
              : "");
}

/* Payments for a lane, a permission that comes and goes, and steps that open the site
 * of a trial. */
static void write_contracts(struct writer *w)
{
    const char *book = PICK(w, "", ", ledger: book", ", ledger: paper");

    fprintf(w->file,
        "contracts:\n"
        "  permit: {kind: licence, suspension: {every: {exponential: {mean: 5 d}}, "
        "time: "
        "%s}}\n",
        any_time(w));
    fprintf(w->file,
        "  pay: {kind: milestones%s, validators: {of: 3, need: 2, time: %s, automatic: "
        "0.5}, milestones: {trip: {lane: c, amount: 9, per_unit: 0.1, penalty: "
        "{later_than: 1 d, share: 0.2}}}, payment: {terms: 1 d, pays: {exponential: "
        "{mean: 1 d}}, overdue: %s, holdback: {share: 0.1, after: 3 d}, disputes: "
        "{probability: 0.2, time: %s, cut: 0.3}}}\n",
        book, any_time(w), PICK(w, "stop", "go"), any_time(w));
    fprintf(w->file,
        "  opening: {kind: activation%s, steps: {ethics: {time: %s, fail: 0.2, retry: "
        "1 "
        "h}, ready: {time: %s, after: ethics, late: 2 h}}}\n",
        book, any_time(w), any_time(w));
}

/* A trial at the depot and the plant, whose kits are the goods of everybody else. */
static void write_trial(struct writer *w)
{
    fprintf(w->file,
        "trials:\n  t:\n    patients: %s\n    arms: {one: {kits: {drug: 1}}, two: "
        "{kits: {drug: 2}, visits: {more: {kits: {}}}}}\n"
        "    randomisation: {%s}\n"
        "    visits: {first: {day: %s}, more: {day: 2 d, every: 3 d, times: 3}, extra: "
        "{day: 6 d}}\n    jitter: {uniform: {min: -1 d, max: 2 d}}\n    missed: 0.1\n",
        PICK(w, "3", "40"), PICK(w, "rule: simple", "within: site", "repeats: 1"),
        PICK(w, "0 d", "1 d"));
    fprintf(w->file,
        "%s    screening: {time: %s, failure: 0.3}\n    dispensing: {wait: %s%s%s}\n"
        "    rate: {gamma: {mean: 2 /d, cv: 1}}\n    never: %s\n",
        PICK(w, "", "    drop_out: {share: 0.5, by: 9 d}\n"), any_time(w),
        PICK(w, "0", "1 d"), PICK(w, "", ", remaining_shelf_life: 2 d"),
        PICK(w, "", ", damaged: 0.4"), PICK(w, "0", "0.3"));
    fprintf(w->file,
        "    countries: {near: {sites: plant%s}, far: {sites: depot, activation: %s}}\n"
        "    interims: {look: {patients: 3, delay: 1 h, probability: 0.5, drop: one, "
        "treated: %s}, change: {after: %s, adds: extra, opens: far%s}}\n",
        PICK(w, "", ", contract: opening"), any_time(w), PICK(w, "stay", "stop"),
        any_time(w), PICK(w, "", ", target: 50", ", ratio: {two: 3}"));
}

static void write_scenario(struct writer *w)
{
    bool hub = draw(w, 2) == 1;

    w->has_trial = draw(w, 3) == 0;
    write_head(w);
    write_sites(w, hub);
    fprintf(w->file, "%s",
        PICK(w, "",
            "changes: {less: {at: 1 d, path: \"*.*.resources.*.servers\", to: 1}}\n",
            "changes: {more: {at: 2026-01-06, path: "
            "\"sites.plant.resources.lab.servers\", "
            "to: 4}, less: {at: 50 h, path: \"*.*.*.*.servers\", to: 1}}\n"));
    write_contracts(w);
    if (w->has_trial) {
        write_trial(w);
    }
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
    for (uint32_t i = 0, count = 1 + draw(w, 3); i < count; i++) {
        fprintf(w->file,
            "  d%u: {at: depot, item: drug%s, arrivals: %s, size: %s, due: %s, unmet: "
            "%s, "
            "partial: %s%s",
            i, PICK(w, "", ", by: post", ", route: by_due"),
            PICK(w, "{poisson: 2 /d}", "{every: 12 h}",
                "{periodic: {every: 2 d, at: 7 h}}"),
            PICK(w, "1", "5", "{uniform: {min: 0, max: 9}}"),
            PICK(w, "none", "0", "3 d"),
            PICK(w, "lost", "backorder", "backorder, patience: 0",
                "backorder, patience: {exponential: {mean: 2 d}}"),
            PICK(w, "true", "false"), PICK(w, "", ", priority: 1", ", priority: 2"));
        write_returns(w, false);
        fprintf(w->file,
            "}\n  d%u-more: {at: depot, item: drug, arrivals: {poisson: 1 "
            "/d}%s",
            i,
            PICK(w, "", ", together: {poisson: {mean: 1}}", ", trend: {linear: -9}",
                ", surges: {a: {from: 0, for: 9 d, factor: 0}}"));
        write_returns(w, true);
        fprintf(w->file, "}\n");
    }
}

/* A further rule that a trial checks, for a rule that is broken on purpose. */
typedef bool (*rule_fn)(struct bw_traced_run *run);

/* One chain after the other, and how the newest of them ended. */
struct trial {
    char path[64], log[64]; /* the scenario, and what its process has said */
    rule_fn rule;           /* NULL = none beside those of trace_rules.h */
    uint64_t seed;
    char outcome[128]; /* the rule that is broken, "" = none */
    char wanted[128];  /* what a smaller case has to end with */
};

/* Loads and runs the scenario of a trial with its trace. Returns the rule that is
 * broken, NULL when none is. */
static const char *run_chain(const struct trial *trial)
{
    struct bw_error_list errors;
    struct bw_scenario *scenario = NULL;
    struct bw_layout *layout = NULL;
    struct bw_simulation *simulation = NULL;
    struct bw_tracer *tracer = NULL;
    struct bw_traced_run run;
    double *values;
    const char *broken;

    bw_error_list_init(&errors);
    if (bw_scenario_load(trial->path, NULL, 0, &errors, &scenario) != BW_OK
        || bw_layout_create(scenario->network, &layout) != BW_OK) {
        return "the scenario is valid";
    }
    values = bw_memory_allocate(layout->size, sizeof *values);
    bw_traced_run_init(&run, scenario->network, layout, values);
    if (bw_simulation_create(scenario->network, layout, &simulation) != BW_OK
        || bw_tracer_create(scenario->network, bw_traced_run_take, &run, &tracer)
            != BW_OK) {
        return "there is memory";
    }
    bw_simulation_trace(simulation, tracer);
    if (bw_simulation_run(simulation, trial->seed, 0, values, &errors) != BW_OK) {
        return "the replication ends";
    }
    broken = bw_trace_rules_broken(&run);
    if (broken == NULL && trial->rule != NULL && !trial->rule(&run)) {
        broken = "a rule that is broken on purpose";
    }
    if (broken != NULL) {
        printf("%s\n", run.message);
    }
    bw_traced_run_release(&run);
    bw_memory_free(values);
    bw_tracer_free(tracer);
    bw_simulation_free(simulation);
    bw_layout_free(layout);
    bw_scenario_free(scenario);
    bw_error_list_release(&errors);
    return broken;
}

/* The process of one chain: what it says goes to the log, the broken rule into a pipe.
 */
static void run_in_child(const struct trial *trial, int pipe_end)
{
    static const int signals[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV};
    int log = open(trial->log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const char *broken;

    if (log < 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) {
        _exit(2);
    }
    /* Not those of cmocka, which would go on with its tests in this process. */
    for (size_t i = 0; i < BW_ARRAY_LENGTH(signals); i++) {
        (void)signal(signals[i], SIG_DFL);
    }
    alarm(TIME_LIMIT_S);
    broken = run_chain(trial);
    fflush(NULL);
    if (broken != NULL && write(pipe_end, broken, strlen(broken)) < 0) {
        _exit(2);
    }
    _exit(broken != NULL);
}

/* Runs the chain of choices; true when it breaks the wanted rule, or any when none is
 * wanted. */
static bool is_broken(void *context, struct bw_choices *choices)
{
    struct trial *trial = context;
    struct writer w = {fopen(trial->path, "w"), choices, false};
    int ends[2], status = 0;
    ssize_t length;
    pid_t child;

    assert_non_null(w.file);
    write_scenario(&w);
    assert_int_equal(fclose(w.file), 0);
    fflush(NULL);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        run_in_child(trial, ends[1]);
    }
    assert_int_equal(close(ends[1]), 0);
    length = read(ends[0], trial->outcome, sizeof trial->outcome - 1);
    trial->outcome[length > 0 ? length : 0] = '\0';
    assert_int_equal(close(ends[0]), 0);
    assert_true(waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) {
        snprintf(trial->outcome, sizeof trial->outcome, "no signal %d ends the program",
            WTERMSIG(status));
    } else if (WEXITSTATUS(status) != 0 && trial->outcome[0] == '\0') {
        snprintf(trial->outcome, sizeof trial->outcome, "the process ends well");
    }
    return trial->outcome[0] != '\0'
        && (trial->wanted[0] == '\0' || strcmp(trial->wanted, trial->outcome) == 0);
}

static void open_trial(struct trial *trial, const char *name, rule_fn rule)
{
    *trial = (struct trial){.rule = rule};
    snprintf(trial->path, sizeof trial->path, "%s_%ld.yaml", name, (long)getpid());
    snprintf(trial->log, sizeof trial->log, "%s_%ld.log", name, (long)getpid());
}

static void close_trial(const struct trial *trial)
{
    assert_int_equal(unlink(trial->path), 0);
    assert_int_equal(unlink(trial->log), 0);
}

static void print_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[1024];

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        print_error("%s", line);
    }
    if (file != NULL) {
        (void)fclose(file);
    }
}

/* Makes a chain that fails smaller and prints what is left. */
static void shrink_and_print(struct trial *trial, struct bw_choices *choices)
{
    size_t before = bw_choices_size(choices), tried;

    snprintf(trial->wanted, sizeof trial->wanted, "%s", trial->outcome);
    tried = bw_shrink(choices, is_broken, trial, SHRINK_LIMIT);
    choices->position = 0;
    assert_true(is_broken(trial, choices));
    print_error("the chain of seed %llu does not hold: %s\n"
                "of its %zu choices that are not the simplest %zu are left after %zu "
                "trials:\n\n",
        (unsigned long long)trial->seed, trial->outcome, before,
        bw_choices_size(choices), tried);
    print_file(trial->path);
    print_error(
        "\nrun with seed %llu, replication 0:\n", (unsigned long long)trial->seed);
    print_file(trial->log);
}

static uint64_t chain_count = CHAIN_COUNT;

static void test_property_random_chains_obey_every_rule(void **unused)
{
    struct trial trial;

    (void)unused;
    open_trial(&trial, "test_property", NULL);
    for (uint64_t seed = 1; seed <= chain_count; seed++) {
        struct bw_choices choices;

        bw_choices_begin(&choices, seed);
        trial.seed = seed;
        if (is_broken(&trial, &choices)) {
            shrink_and_print(&trial, &choices);
            fail();
        }
    }
    close_trial(&trial);
}

/* Does not hold: a test may reject a batch, and then it does. */
static bool nothing_is_rejected(struct bw_traced_run *run)
{
    for (size_t i = 0; i < run->rows.count; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);

        if (row->kind == BW_TRACE_TEST_FINISHED
            && strcmp(row->detail, "rejected") == 0) {
            return false;
        }
    }
    return true;
}

/* A rule broken on purpose: of a random chain of many features, only those that break
 * it may be left, and without any one of them it must hold. */
static void test_property_shrinks_to_what_breaks_a_rule(void **unused)
{
    struct trial trial;
    struct bw_choices choices, other;
    size_t before;
    uint64_t seed = 0;

    (void)unused;
    open_trial(&trial, "test_property_shrink", nothing_is_rejected);
    do {
        bw_choices_begin(&choices, ++seed);
        trial.seed = seed;
    } while (!is_broken(&trial, &choices));
    assert_string_equal(trial.outcome, "a rule that is broken on purpose");
    before = bw_choices_size(&choices);
    snprintf(trial.wanted, sizeof trial.wanted, "%s", trial.outcome);
    (void)bw_shrink(&choices, is_broken, &trial, SHRINK_LIMIT);
    print_message("%zu of %zu choices left\n", bw_choices_size(&choices), before);
    assert_true(before > 40);
    assert_true(bw_choices_size(&choices) <= 10);
    for (size_t i = 0; i < choices.count; i++) {
        other = choices;
        other.position = 0;
        other.values[i] = 0;
        assert_true(choices.values[i] == 0 || !is_broken(&trial, &other));
    }
    choices.position = 0;
    assert_true(is_broken(&trial, &choices));
    close_trial(&trial);
}

int main(int argc, char **argv)
{
    int64_t count = CHAIN_COUNT;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_property_random_chains_obey_every_rule),
        cmocka_unit_test(test_property_shrinks_to_what_breaks_a_rule),
    };

    if (argc > 2
        || (argc == 2 && (!bw_number_read_integer(argv[1], &count) || count < 1))) {
        return 64;
    }
    chain_count = (uint64_t)count;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
