/* SPDX-License-Identifier: Apache-2.0
 *
 * Lanes as they are described, and what serves them: timetables, fleets, docks. There
 * may be millions of lanes and most of them are plain: what few of them have stands in
 * blocks of its own, and a lane that has none of a kind points to NULL.
 */
#ifndef BW_CHAIN_NETWORK_LANE_H
#define BW_CHAIN_NETWORK_LANE_H

#include "chain/network_cold.h"
#include "chain/network_data.h"
#include "chain/network_packaging.h"
#include "chain/network_stability.h"
#include "chain/network_terms.h"

/* Delays of shipments on their way. A share of the shipments follows the draws of their
 * lane and day, the others their own; both have the same laws. */
struct bw_lane_delay {
    bw_index probability; /* parameter slot */
    double season[12];    /* factors of the probability by month of departure, mean 1 */
    double common_share;  /* of shipments that follow the day */
    uint64_t common_stream, late_stream, day_late_stream;
    struct bw_sampler time, day_time;
};

/* Customs, after the transit. */
struct bw_customs {
    struct bw_sampler dwell; /* of every shipment */
    bw_index inspect;        /* parameter slot: share of shipments that are opened */
    uint64_t inspect_stream;
    struct bw_sampler inspection; /* time that it adds */
};

/* What a vehicle takes when goods for several stops wait that it cannot carry at once.
 */
enum bw_tour_rule {
    BW_TOUR_QUEUE,  /* in the order in which they were ready */
    BW_TOUR_STOPS,  /* in the order of the stops */
    BW_TOUR_SHARES, /* of each stop the same share */
    BW_TOUR_RULE_COUNT
};

/* A vehicle that serves several stops one after the other (milk run). The lane as it is
 * written is the head: goods of all stops wait in its queue and vehicles leave there.
 * Each stop is a lane of its own, from the head's origin; its transit is the drive from
 * the place before. */
struct bw_tour {
    bw_index head, first_stop, stop_count; /* lanes */
    enum bw_tour_rule rule;
};

/* Goods that pass through a site from one lane to the next. */
struct bw_hub {
    bw_index element, site;
    /* Room for them: parameter slots as of a vehicle; BW_NONE or infinity = unlimited.
     */
    bw_index capacity[BW_LOAD_COUNT];
    bool is_limited;  /* the scenario gives a capacity */
    bw_time window;   /* time within which they are to go on; BW_FOREVER = any */
    double cost_unit; /* money per unit that stays longer */
    double cost_time; /* money per unit and tick beyond the window */
};

/* Doors at which shipments that arrive at a site are unloaded, or vehicles that leave
 * it are loaded. */
struct bw_dock {
    bw_index element, site;
    bw_index doors;   /* parameter slot */
    bw_time per_unit; /* of work at a door */
    bool loads;       /* vehicles that leave */
    bw_index hub;     /* room that what is unloaded needs, BW_NONE = unlimited */
};

/* How shipments of a lane are loaded or unloaded. */
struct bw_door {
    bw_index dock;          /* BW_NONE = nobody waits for a door */
    struct bw_sampler time; /* of the work, per shipment */
    uint64_t rank_stream;   /* ranks those that come in one instant */
};

/* Vehicles that live at a site. */
struct bw_fleet {
    bw_index element, site;
    bw_index vehicles; /* parameter slot */
    double cost;       /* money per vehicle and tick */
};

/* When vehicles may leave. Instants ascend; with a period they lie in [0, period) and
 * repeat, without one each comes once. */
struct bw_timetable {
    bw_index first_instant, instant_count; /* at least one */
    bw_time period;
    bw_time cut_off;   /* goods must be ready this long before a departure */
    uint32_t vehicles; /* per departure, at the most */
};

/* How long goods wait for others. Parameter slots. */
struct bw_consolidation {
    bw_index fill;         /* share of the capacity at which a vehicle leaves */
    bw_index longest_wait; /* [ticks] of the oldest goods, after which it leaves */
    bw_time every, at;     /* clock at which all that waits leaves; every 0 = none */
};

/* Who looks at goods of a lane before they leave and when they arrive. */
struct bw_lane_checks {
    struct bw_verification ship, receive;
    const struct bw_data *data; /* NULL = always right and at once */
    struct bw_resolver ship_resolver, receive_resolver; /* of mismatches */
    const struct bw_loggers *loggers;  /* NULL = what happens is known */
    struct bw_disposition disposition; /* of excursions, at the receiving end */
    bool tests_incoming;
    bool carries;                /* goods that come in the same packaging keep it */
    struct bw_resolver incoming; /* who tests all goods that arrive */
    struct bw_sampler
        ambient; /* degrees C, one draw per shipment; not present = in range */
    const struct bw_lane_packing *packing; /* NULL = packaging without draws */
    const struct bw_lane_legs *legs;       /* NULL = one way with one ambient */
    double excursion_share; /* of shipments: excursions from causes not modelled */
    uint64_t excursion_stream;
    double damage; /* of units: broken or lost on the way */
    uint64_t damage_stream;
};

struct bw_lane {
    bw_index element, from, to; /* to BW_NONE = customers */
    bw_index fleet;             /* BW_NONE = there is always a vehicle */
    /* Of a vehicle: parameter slots [units, litres, kg, pallets]; BW_NONE or infinity =
     * unlimited. */
    bw_index capacity[BW_LOAD_COUNT];
    bw_index packaging;     /* BW_NONE = always in range */
    bw_time mean_time;      /* of transit, delay and customs */
    bw_time remaining_life; /* that goods issued for it must have at least */
    struct bw_sampler transit;
    double cost_shipment, cost_unit;      /* with those of the distance */
    double capital;                       /* share of the value on its way, per tick */
    double co2_shipment, co2_unit;        /* kg */
    const struct bw_timetable *timetable; /* NULL = whenever goods are ready */
    const struct bw_consolidation *consolidation; /* NULL = nothing waits for others */
    const struct bw_lane_delay *delay;
    const struct bw_customs *customs;
    const struct bw_door *loading;   /* NULL = vehicles leave at once */
    const struct bw_door *unloading; /* NULL = shipments are unloaded at once */
    const struct bw_lane_checks *checks;
    const struct bw_sampler *way_back; /* of a vehicle of the fleet */
    const struct bw_tour *tour;        /* of a head and of its stops */
};
_Static_assert(sizeof(struct bw_lane) <= 256, "a plain lane stays small");

/* The legs of a lane, NULL when it has none. */
static inline const struct bw_lane_legs *bw_lane_legs(const struct bw_lane *lane)
{
    return lane->checks == NULL ? NULL : lane->checks->legs;
}

#endif
