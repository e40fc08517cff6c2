/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of the builder share. A build goes: declare (arrays, elements, their
 * numbers), fill (one function per kind), finish (parameters and other lists), and,
 * when the files had no error, the feasibility checks. Filling goes on after errors so
 * that all of them come in one go: references that failed are BW_NONE.
 */
#ifndef BW_SCENARIO_BUILD_INTERNAL_H
#define BW_SCENARIO_BUILD_INTERNAL_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"
#include "chain/network.h"
#include "scenario/node.h"
#include "scenario/reader.h"

#include <stdbool.h>
#include <stdint.h>

/* Where the things of one site begin in the network's arrays; they follow in the order
 * of their ids, and so do sites, items, lanes and the rest. */
struct bw_site_first {
    uint32_t space, supply, resource, recipe, stock, fleet;
    uint32_t dock, loading, hub; /* BW_NONE = none */
};

struct bw_build {
    const struct bw_node *root;
    struct bw_network *network;
    struct bw_error_list *errors;
    struct bw_reader reader; /* silent; the schema has been checked before */
    struct bw_arena scratch; /* what is not needed later */
    struct bw_arena paths;   /* of what is being built, see bw_build_forget_paths() */
    enum bw_status status;   /* BW_ERR_NOMEM once memory ran out */

    const struct bw_node *items, *classes, *packagings, *sites, *lanes, *ledgers,
        *demands, *trials;
    struct bw_site_first *first;     /* per site */
    struct bw_vector elements;       /* struct bw_declared */
    struct bw_vector parameters;     /* struct bw_parameter */
    struct bw_vector parameter_rows; /* const struct bw_row *, per parameter */
    struct bw_vector streams;        /* struct bw_named_stream */
    struct bw_vector needs;          /* struct bw_need */
    struct bw_vector co_products;    /* struct bw_co_product */
    struct bw_vector lines;          /* struct bw_line, of steps */
    struct bw_vector routes;         /* struct bw_route */
    struct bw_vector sources;        /* struct bw_stock_source */
    struct bw_vector checks;         /* struct bw_supply_check */
    struct bw_vector initials;       /* struct bw_initial */
    struct bw_vector changes;        /* struct bw_dated_change */
    struct bw_vector ancestors;      /* bw_index */
    struct bw_vector legs;           /* struct bw_leg */
    struct bw_vector ways;           /* struct bw_way */
    struct bw_vector instants;       /* bw_time, of timetables */
    struct bw_lane_ends *ends;       /* lanes and stops sorted by their ends */
    uint32_t end_count;
    uint32_t written_lanes; /* lanes without the stops of tours, which follow them */
    bool has_broken_lane;   /* a lane names a site that is not there */

    uint32_t *trial_countries; /* per site of a trial: rank of its country */
    uint32_t written_demands;  /* without those of trials, which follow them */
    struct bw_vector irts, irt_demands, planned_orders; /* as in the network */
    struct bw_vector trial_arms, site_tasks, trial_visits, dispensings, trial_kits,
        interims, trial_ratios;                    /* as in the network */
    struct bw_vector milestones, tiers, listeners; /* as in the network */
    const struct bw_node *calendars, *pools, *contracts;
    struct bw_vector visibilities, sights, ancestor_sights; /* as in the network */
    struct bw_vector contract_steps, contract_links, subjects,
        parties;                                  /* as in the network */
    struct bw_vector pushes, push_targets;        /* as in the network */
    struct bw_vector peers;                       /* struct bw_peer */
    struct bw_vector week_points, closed, duties; /* as in the network */
    const struct bw_node *climates, *grids;
    struct bw_vector purchases, profiles, surges, samplers,
        trace_orders;                 /* as in the network */
    struct bw_vector changeover_rows; /* as in the network */
    struct bw_vector families;        /* struct bw_family */
};

/* An element and where its number is wanted. */
struct bw_declared {
    struct bw_element element;
    bw_index *where;
};

struct bw_named_stream {
    uint64_t id;
    const char *text;
};

struct bw_lane_ends {
    bw_index from, to, lane;
};

/* Allocates from the network's arena; NULL, with the status set, when memory is short.
 */
void *bw_build_allocate(struct bw_build *build, size_t count, size_t size_bytes);

/* Returns "path.key", "" when memory is short. It lives until paths are forgotten. */
const char *bw_build_path(struct bw_build *build, const char *path, const char *key);

/* Forgets all paths: between two elements, which may be millions. Views of them are
 * void; that of the root is not. */
void bw_build_forget_paths(struct bw_build *build);

/* A copy of text that lives as long as the build; "" when memory is short. */
const char *bw_build_note(struct bw_build *build, const char *text);

/* A copy of text that lives as long as the network. */
const char *bw_build_keep(struct bw_build *build, const char *text);

/* Adds an error, or a warning, at the place of path in the files. */
BW_PRINTF(3, 4)
void bw_build_fail(struct bw_build *build, const char *path, const char *format, ...);
BW_PRINTF(3, 4)
void bw_build_warn(struct bw_build *build, const char *path, const char *format, ...);

/* Number of the stream "path.purpose"; remembers it for the check of collisions. */
uint64_t bw_build_stream(struct bw_build *build, const char *path, const char *purpose);

/* Number of the stream named by a path alone: its last part is the purpose. */
uint64_t bw_build_stream_of(struct bw_build *build, const char *path);

/* Declares an element; its number is written to where once all are known. */
void bw_build_declare_element(struct bw_build *build, enum bw_element_kind kind,
    bw_index index, const char *path, bw_index *where);

/* Registers a number that may change and returns its slot. row is the one of the schema
 * that describes it, NULL when scenarios cannot change it by date. */
bw_index bw_build_parameter(struct bw_build *build, const char *path, bw_index element,
    double initial, const struct bw_row *row);

/* Index of a stock or supply of a site by item, BW_NONE when there is none. */
bw_index bw_build_find_stock(
    const struct bw_build *build, bw_index site, bw_index item);
bw_index bw_build_find_supply(
    const struct bw_build *build, bw_index site, bw_index item);

/* The recipes of a site that make an item, first those of the best priority; returns
 * how many. found holds BW_SOURCE_LIMIT, beyond which none is looked for. */
uint32_t bw_build_find_recipes(
    struct bw_build *build, bw_index site, bw_index item, bw_index *found);

/* Index of a resource of a site by id, BW_NONE when there is none. */
bw_index bw_build_find_resource(
    const struct bw_build *build, bw_index site, const char *name);

/* Where a resolver works: site (BW_NONE = nowhere of ours, as where says), the element
 * charged when nobody queues, and what makes its streams differ from those of another
 * resolver written in the same place (NULL = nothing). */
struct bw_place {
    bw_index site, element;
    const char *purpose, *where;
};
struct bw_view;

/* Fills in what an item bears; its class is known. Budgets of all items together. */
void bw_build_stability(
    struct bw_build *build, const struct bw_view *view, struct bw_item *item);
/* Makes parameters of what labels say, where a scenario has changes. */
void bw_build_labels(struct bw_build *build);

uint32_t bw_build_count_budgets(const struct bw_view *root);

/* Reads a resolver; an absent one is only time, and none of it. */
void bw_build_resolver(struct bw_build *build, const struct bw_view *view,
    const struct bw_place *place, struct bw_resolver *resolver);

/* Reads who judges goods that were out of range, and how. */
void bw_build_disposition(struct bw_build *build, const struct bw_view *view,
    const struct bw_place *place, struct bw_disposition *disposition);

/* Reads what the data of the hand-overs of a lane, or of returns, are like; NULL where
 * nothing is said. */
const struct bw_data *bw_build_data(
    struct bw_build *build, const struct bw_view *owner, bw_index element);

/* Declare, and fill in, what customers send back and the scans at dispensing. */
void bw_build_declare_returns(struct bw_build *build, const struct bw_view *root);
void bw_build_returns(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand);

/* Reads, after the resolver itself, what becomes of cases, by class of error. purpose
 * tells apart the resolvers of both ends. */
void bw_build_cases(struct bw_build *build, const struct bw_view *view,
    const char *purpose, struct bw_resolver *resolver);

/* Reads a verification, whose ledger stands at key. */
void bw_build_verification(struct bw_build *build, const struct bw_view *view,
    const char *key, struct bw_verification *verification);

/* Reads what customers waste of vials that they open; arrivals and item are known. */
void bw_build_open_vial(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand);

/* Reads the loggers of a lane; NULL where it has none. */
const struct bw_loggers *bw_build_loggers(
    struct bw_build *build, const struct bw_view *lane);

/* An error when the ledger finds mismatches and view has no resolver. */
void bw_build_need_resolver(
    struct bw_build *build, const struct bw_view *view, bw_index ledger);

/* Index of the resource "R" of site, or "SITE.R"; BW_NONE after an error. */
bw_index bw_build_resource_of(struct bw_build *build, const char *path,
    const char *name, bw_index site, const char *where);

/* Reads what a vehicle carries, or what a hub has room for, into parameter slots of
 * element. */
void bw_build_capacity(
    const struct bw_view *capacity, bw_index element, bw_index *slots);

/* How a lane uses the docks at its ends. */
void bw_build_doors(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane);

/* Fills in when a lane's vehicles leave and what they carry. */
void bw_build_vehicles(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane);

/* Fills in what the goods of a lane suffer, what verifies them and who resolves
 * mismatches, at the ends where the goods are; nothing where nobody looks at them. */
void bw_build_checks(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane);

/* Fills in packagings, once storage classes are known. */
void bw_build_packagings(struct bw_build *build, const struct bw_view *root);

/* Warns where nothing on a lane feels what is written of its surroundings. */
void bw_build_check_surroundings(
    struct bw_build *build, const struct bw_view *view, const struct bw_lane *lane);

/* True when the packaging of a lane decides by physics or rates. */
bool bw_build_is_packed(const struct bw_build *build, const struct bw_lane *lane);

/* How a lane draws from the laws of its packaging; NULL when it draws nothing. */
const struct bw_lane_packing *bw_build_packing(
    struct bw_build *build, const struct bw_lane *lane);

/* Notes that goods can get from one end of a lane, or stop of a tour, to the other. */
void bw_build_note_ends(struct bw_build *build, bw_index lane);

/* Makes a lane, which is filled in otherwise, the head of a tour, and fills in its
 * stops, which are the lanes from first on. */
void bw_build_tour(
    struct bw_build *build, const struct bw_view *view, bw_index head, bw_index first);

/* The stop of a tour at a place (BW_NONE = the customers), BW_NONE when it has none;
 * the lane itself when it is no tour. */
bw_index bw_build_stop_at(const struct bw_build *build, bw_index lane, bw_index to);

/* The legs of a lane, once its ends, doors, packaging and passage are known; NULL when
 * it has none. Adds their own times to the mean of the lane.
 */
const struct bw_lane_legs *bw_build_legs(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane);

/* True when some leg of a lane has a time of its own. */
bool bw_build_has_leg_times(const struct bw_view *view);

/* Fills in delays and customs of a lane, and its mean time. */
void bw_build_passage(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane);

/* How many lanes lead from a site to another; *first is set to the first of them. */
uint32_t bw_build_lanes_between(const struct bw_build *build, bw_index from,
    bw_index to, const struct bw_lane_ends **first);

/* The routes of goods from site from to site to (BW_NONE = the customers): the keys
 * "by", "routes" and "route" of view, or the one lane that joins the two. direct =
 * without them no lane is needed. */
struct bw_routing bw_build_routing(struct bw_build *build, const struct bw_view *view,
    bw_index from, bw_index to, bool direct);

/* Routes by each of the lanes that lead from a site to another, none where there are
 * none, of which rule chooses. */
struct bw_routing bw_build_lane_routing(
    struct bw_build *build, bw_index from, bw_index to, enum bw_way_rule rule);

/* An error at each of these keys that is written. */
void bw_build_refuse_routes(
    struct bw_build *build, const struct bw_view *view, const char *why);

/* Reads what a stock is told of its partners, and finds these once all stocks and
 * echelons are known. */
void bw_build_visibility(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock);
void bw_build_sights(struct bw_build *build);

/* Fills in contracts, once those are known who refer to them. */
void bw_build_contracts(struct bw_build *build);

/* Fills in what a contract of milestones pays for, and how. */
void bw_build_milestones(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract);

/* Has a step hear of what view names: a lane, supply, contract or trial. */
void bw_build_listen(struct bw_build *build, const struct bw_view *view,
    const struct bw_contract *contract, bw_index step);

/* Sorts those who hear of what is paid for, once all are known. */
void bw_build_sort_listeners(struct bw_build *build);

/* Errors where contracts wait for what never comes into force. */
void bw_build_check_contract_waits(struct bw_build *build);

/* Adds a step whose draws are named by path; NULL when memory is short. */
struct bw_contract_step *bw_build_contract_step(
    struct bw_build *build, const struct bw_view *contract, const char *path);

/* Fills in which contracts bind lanes and suppliers, once contracts are known. */
void bw_build_terms(struct bw_build *build);

/* Fills in how a supplier is admitted. */
void bw_build_onboarding(
    struct bw_build *build, const struct bw_view *view, struct bw_supply *supply);

/* Fills in the extra servers of a resource, whose site is known. */
void bw_build_flexible(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource);

/* Fills in the sources of a stock, whose site and item are known. */
void bw_build_sources(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock);

/* Fills in the order rule of a stock. */
void bw_build_policy(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock);

/* A family of goods that is no item, and where a changeover names it. */
struct bw_family {
    const char *name, *path;
    bool is_made; /* by a recipe */
};

/* Number of a family: that of the item of this name, or one beyond all items. path is
 * where a changeover names it, NULL for a recipe. */
uint32_t bw_build_family(struct bw_build *build, const char *name, const char *path);

/* An error for each family that no recipe makes. */
void bw_build_check_families(struct bw_build *build);

/* Fills in when the orders of a demand come, and how this changes over time; site and
 * item are known. */
void bw_build_arrivals(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand);

/* Reads the orders of a demand from a file; trace is the view of that key. */
void bw_build_trace(
    struct bw_build *build, const struct bw_view *trace, struct bw_demand *demand);

/* Hands on the errors of a file; those without a place in it stand where it is named,
 * at path. */
void bw_build_forward_errors(
    struct bw_build *build, const char *path, const struct bw_error_list *errors);

/* Warns of rows of such files that no demand has taken. */
void bw_build_check_traces(struct bw_build *build);

/* Keeps the law at a key among those that few elements have; BW_NONE without one. */
bw_index bw_build_rare_sampler(
    struct bw_build *build, const struct bw_view *view, const char *key);

/* Members of count that must agree where f < count / 3 of them may do anything, so that
 * any two such quorums share an honest one (Castro and Liskov 1999). */
uint32_t bw_build_bft_quorum(uint32_t count);

/* Fill in what the kinds of ledger are, in the arena of the network; NULL when memory
 * is short. view holds the keys of the kind. */
const struct bw_ledger_manual *bw_build_ledger_manual(
    struct bw_build *build, const struct bw_view *view, bw_index element);
const struct bw_ledger_bft *bw_build_ledger_bft(
    struct bw_build *build, const struct bw_view *view, bw_index element);
void bw_build_members(
    struct bw_build *build, const struct bw_view *view, struct bw_members *members);
const struct bw_ledger_public *bw_build_ledger_public(
    struct bw_build *build, const struct bw_view *view, bw_index element);
const struct bw_ledger_measured *bw_build_ledger_measured(
    struct bw_build *build, const struct bw_view *view);

/* Fills in one resource. */
void bw_build_resource(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource);

/* An error when goods of the item can never have so much shelf life left. */
void bw_build_check_life(const struct bw_view *view, bw_index item, bw_time least);

/* True when a reorder point leaves room below the level that is ordered up to. */
bool bw_build_levels_fit(const struct bw_stock *stock, double low, double high);

/* Reads what changes by date, once all parameters are known. */
void bw_build_changes(struct bw_build *build);

/* Fills in how a stock sends goods on unasked; finds the receivers' sources, once all
 * stocks are known. */
void bw_build_push(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock);
void bw_build_push_targets(struct bw_build *build);

/* Joins the members of pools, once all stocks are known. */
void bw_build_peers(struct bw_build *build);

/* Finds the stocks that order by their echelon upstream of every stock. */
void bw_build_echelons(struct bw_build *build);

/* Fills in the resource of a step, or the lines among which it chooses. */
void bw_build_lines(
    struct bw_build *build, const struct bw_view *view, struct bw_step *step);

/* Fills in step number index; steps are those of its recipe. */
void bw_build_step(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *steps, bw_index index);

/* Path of the element that an index of a kind has. */
const char *bw_build_stock_path(const struct bw_build *build, bw_index stock);

/* Finds the sites and the types of kit of all trials and numbers the demands by which
 * their visits are served, before arrays are made; declares all of them after. */
void bw_build_count_trials(struct bw_build *build, const struct bw_view *root);
void bw_build_declare_trials(struct bw_build *build, const struct bw_view *root);

/* Fills in what a rule of clinical supply has beside its numbers; finds the demands
 * that a stock with the rule irt serves, once all stocks and trials are known. */
void bw_build_clinical_rule(
    struct bw_build *build, const struct bw_view *rule, struct bw_stock *stock);
void bw_build_irt_demands(struct bw_build *build);

/* A visit of a trial on one day. */
struct bw_visit_day {
    bw_time day;
    uint32_t rank; /* of its row among the ids of visits */
};

/* Fills in the interims of a trial whose visits, of these days, are known. */
void bw_build_interims(struct bw_build *build, const struct bw_view *view,
    struct bw_trial *trial, const struct bw_visit_day *days);

/* Notes the stocks of kits that are emptied when a trial is over. */
void bw_build_close_outs(struct bw_build *build);

/* Fills in the site of a trial, whose place is known, from its country and its trial.
 */
void bw_build_trial_site(struct bw_build *build, const struct bw_view *trial,
    const struct bw_view *country, struct bw_trial_site *site);

/* The steps of a build, in this order. */
void bw_build_declare(struct bw_build *build);
void bw_build_items(struct bw_build *build);
void bw_build_calendars(struct bw_build *build);
void bw_build_climates(struct bw_build *build);
void bw_build_equipment(struct bw_build *build);
void bw_build_sites(struct bw_build *build);
void bw_build_pools(struct bw_build *build);
void bw_build_ledgers(struct bw_build *build);
void bw_build_eov(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger);
void bw_build_docks(struct bw_build *build);
void bw_build_fleets(struct bw_build *build);
void bw_build_lanes(struct bw_build *build);
void bw_build_stocks(struct bw_build *build);
void bw_build_recipes(struct bw_build *build);
void bw_build_demands(struct bw_build *build);
void bw_build_trials(struct bw_build *build);

#endif
