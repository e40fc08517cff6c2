/* SPDX-License-Identifier: Apache-2.0
 *
 * People and machines as they are described, and the calendars that they keep.
 */
#ifndef BW_CHAIN_NETWORK_RESOURCE_H
#define BW_CHAIN_NETWORK_RESOURCE_H

#include "chain/network_terms.h"

/* Order in which a resource takes the jobs that wait; equals go in order of arrival. */
enum bw_discipline {
    BW_DISCIPLINE_FIFO,
    BW_DISCIPLINE_PRIORITY, /* lowest class first, jobs without one last */
    BW_DISCIPLINE_DUE_DATE  /* earliest first, jobs without one last */
};

/* From offset in the week on (Monday 00:00 is 0) the shifts of open run, one bit each.
 */
struct bw_week_point {
    bw_time offset;
    uint32_t open;
};

/* Everything is closed in [from, to). */
struct bw_closed {
    bw_time from, to;
};

#define BW_SHIFT_LIMIT 32u /* shifts of a calendar */

/* See calendar.h. Points and windows are sorted; the first point has offset 0, and
 * windows do not touch. */
struct bw_calendar {
    const char *name;
    bw_time monday; /* time of the week at tick 0 */
    bw_index first_point, point_count;
    bw_index first_closed, closed_count;
};

/* Planned maintenance of each server. Exactly one of every, after_busy and after_jobs
 * is above 0. */
struct bw_maintenance {
    bool present;
    bool interrupt;             /* does not wait for the end of a job */
    bw_time every, at, stagger; /* server i at `at + i * stagger`, then every */
    bw_time after_busy;         /* time of setup and work since the last one */
    uint32_t after_jobs;
    struct bw_sampler time;
};

/* One entry of a matrix of changeovers; families are those of recipes. */
struct bw_changeover_row {
    uint32_t from, to;
    bw_time time;
};

struct bw_changeover {
    bw_time otherwise; /* between families that no row names */
    bw_index first_row, row_count;
    struct bw_sampler factor; /* on the time of each changeover */
    double cost;              /* money per changeover that takes time */
};

/* Cleaning of a server before a job, after so many jobs or so much time; 0 = never. */
struct bw_cleaning {
    uint32_t after_jobs;
    bw_time after, time;
    double cost;
};

/* Extra servers that are called when work piles up and go when it is done. */
struct bw_flexible {
    bool present;
    uint32_t servers;
    uint32_t above_queue; /* called when more jobs wait; UINT32_MAX = not for that */
    bw_time above_wait; /* called when a job has waited so long; BW_FOREVER = not so */
    uint32_t below_queue;   /* no longer wanted when so many wait, or fewer */
    struct bw_sampler ramp; /* from a call until they are there */
    bw_time minimum;        /* that they stay */
    bw_time new_for;        /* after they came, in which they work with new_yield */
    double new_yield;       /* factor on the yield of steps */
    double floor;           /* floor space of one */
    double call_cost, cost; /* money per call; per server and tick */
};

/* How long a server stays with a family. */
struct bw_campaign {
    bool present;
    uint32_t at_most;     /* jobs in a row while another family is ready */
    uint32_t at_least;    /* jobs that wait make a family ready */
    bw_time longest_wait; /* after which its family goes first; BW_FOREVER = none */
};

struct bw_resource {
    bw_index element, site;
    bw_index servers;      /* parameter slot */
    uint32_t most_servers; /* that it ever has, extra ones left out */
    bool changes;          /* in its number of servers */
    enum bw_discipline discipline;
    bw_index calendar;   /* BW_NONE = always on duty */
    bw_index first_duty; /* servers on duty by shift of the calendar */
    bool finish_started; /* who has a job when the shift ends goes when it is done */
    bool fails_at_work;  /* failure counts the time of work, not the calendar's */
    struct bw_maintenance maintenance;
    bool changes_over; /* has changeovers or cleaning */
    struct bw_changeover changeover;
    struct bw_cleaning cleaning;
    struct bw_campaign campaign;
    struct bw_flexible flexible;
    bool may_block;       /* a step on it is followed by one with a buffer */
    uint32_t queue_limit; /* batches that may wait; UINT32_MAX = any number */
    struct bw_sampler failure, repair; /* per server, calendar time; both or neither */
    double cost;                       /* money per server and tick */
};

#endif
