/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of metrics per kind of element: layout.c makes tables of it and extract.c
 * computes one value per row. Definitions stand in docs/guide/results.md.
 * Row: enum suffix, name, unit ("@" = the scenario's currency), text for people.
 */
#ifndef BW_CHAIN_METRICS_H
#define BW_CHAIN_METRICS_H

#include "chain/cost_account.h"

#define BW_TIME_QUANTILES(X, ID, name, text)                                           \
    X(ID##_P50, name "_p50", "d", text ", median")                                     \
    X(ID##_P90, name "_p90", "d", text ", 90 % quantile")                              \
    X(ID##_P95, name "_p95", "d", text ", 95 % quantile")                              \
    X(ID##_P99, name "_p99", "d", text ", 99 % quantile")

#define BW_MKT_QUANTILES(X)                                                            \
    X(MKT_P05, "mkt_p05", "degC",                                                      \
        "mean kinetic temperature of a shipment, 5 % quantile")                        \
    X(MKT_P50, "mkt_p50", "degC", "mean kinetic temperature of a shipment, median")    \
    X(MKT_P95, "mkt_p95", "degC",                                                      \
        "mean kinetic temperature of a shipment, 95 % quantile")                       \
    X(MKT_P99, "mkt_p99", "degC",                                                      \
        "mean kinetic temperature of a shipment, 99 % quantile")

#define BW_LEFT_QUANTILES(X)                                                           \
    X(LEFT_P05, "packaging_left_p05", "1",                                             \
        "share of the packaging's budget left at the end, 5 % quantile")               \
    X(LEFT_P50, "packaging_left_p50", "1",                                             \
        "share of the packaging's budget left at the end, median")

#define BW_COST_METRIC(X, id, name, text, kinds) X(COST_##id, "cost_" name, "@", text)

/* Every list is expanded with BW_X as its row. */
#define BW_WASTE_METRIC(id, name)                                                      \
    BW_X(WASTE_##id, "waste_cost_" name, "@",                                          \
        "value and destruction of goods wasted, cause " name)

#define BW_CHAIN_METRIC_LIST(X)                                                        \
    X(LEAD_TIME, "lead_time", "d", "order lead time, mean of order lines")             \
    BW_TIME_QUANTILES(X, LEAD_TIME, "lead_time", "order lead time")                    \
    X(LEAD_TIME_UNITS, "lead_time_units", "d", "order lead time, mean of units")       \
    X(FLOW_TIME, "flow_time", "d", "age of delivered units")                           \
    BW_TIME_QUANTILES(X, FLOW_TIME, "flow_time", "age of delivered units")             \
    X(FLOW_BARE, "flow_time_without_store", "d",                                       \
        "age of delivered units, stock left out")                                      \
    BW_TIME_QUANTILES(X, FLOW_BARE, "flow_time_without_store",                         \
        "age of delivered units, stock left out")                                      \
    X(RELEASE, "make_release_time", "d", "start of making to release")                 \
    BW_TIME_QUANTILES(X, RELEASE, "make_release_time", "start of making to release")   \
    X(FLOW_MAX, "flow_time_max", "d", "age of delivered units on the oldest path")     \
    X(FLOW_EXCLUDED, "flow_excluded_share", "1",                                       \
        "share of delivered units that go back to initial stock")                      \
    X(ORDERS, "orders", "1", "order lines placed in the window")                       \
    X(OPEN_ORDERS, "open_orders", "1", "share of order lines still open at the end")   \
    X(FILL_RATE, "fill_rate", "1",                                                     \
        "units delivered from stock at once / units demanded")                         \
    X(OTIF, "on_time_in_full", "1", "order lines in full by their due date")           \
    X(LOST, "lost_share", "1", "units lost / units demanded")                          \
    X(ABANDONED, "abandoned_share", "1",                                               \
        "units lost because customers left / units demanded")                          \
    X(DELIVERED, "delivered", "unit", "units delivered in the window")                 \
    X(STOCK_VALUE, "stock_value", "@", "value of stock on hand, time average")         \
    X(WASTE, "waste_share", "1",                                                       \
        "units of demanded items wasted / wasted and delivered")                       \
    X(BULLWHIP, "bullwhip_ratio", "1",                                                 \
        "squared variation of weekly orders to makers and suppliers / of demand")      \
    X(LEDGER_SHARE, "ledger_share", "1",                                               \
        "order lead time charged to ledgers / order lead time")                        \
    X(CO2, "co2", "kg", "carbon dioxide of transport in the window")                   \
    X(REVENUE, "revenue", "@", "revenue in the window")                                \
    X(COST, "cost", "@", "cost in the window")                                         \
    X(PROFIT, "profit", "@", "revenue less cost")                                      \
    BW_COST_LIST(BW_COST_METRIC, X)                                                    \
    BW_WASTE_LIST(BW_WASTE_METRIC)

#define BW_DEMAND_METRIC_LIST(X)                                                       \
    X(ORDERS, "orders", "1", "order lines placed in the window")                       \
    X(OPEN_ORDERS, "open_orders", "1", "share of order lines still open at the end")   \
    X(LEAD_TIME, "lead_time", "d", "order lead time, mean of lines")                   \
    BW_TIME_QUANTILES(X, LEAD_TIME, "lead_time", "order lead time")                    \
    X(FILL_RATE, "fill_rate", "1", "units issued at once / units demanded")            \
    X(OTIF, "on_time_in_full", "1",                                                    \
        "lines in full by their due date / lines with one")                            \
    X(LOST, "lost", "unit", "units lost in the window")                                \
    X(ABANDONED, "abandoned_share", "1",                                               \
        "units lost because customers left / units demanded")                          \
    X(DEMANDED, "demanded", "unit", "units demanded in the window")                    \
    X(BACKORDERS, "backorders", "unit",                                                \
        "units ordered and not yet delivered, time average")                           \
    X(REVENUE, "revenue", "@", "revenue in the window")                                \
    X(OPEN_VIAL, "open_vial_waste", "1",                                               \
        "units wasted in open vials / units that came, used or not")                   \
    X(PENALTIES, "penalties", "@", "penalties for late and lost units in the window")

#define BW_STOCK_METRIC_LIST(X)                                                        \
    X(ON_HAND, "on_hand", "unit", "stock on hand, held goods included, time average")  \
    X(BACKORDERS, "backorders", "unit",                                                \
        "units asked for and not issued, time average")                                \
    X(HELD, "held", "unit", "stock on hand that is held, time average")                \
    X(POSITION, "inventory_position", "unit", "on hand - backorders + on order")       \
    X(FILL_RATE, "fill_rate", "1", "units issued at once / units asked for")           \
    X(IN_STOCK, "time_in_stock_share", "1", "share of time with usable stock")         \
    X(CYCLE_SERVICE, "cycle_service_level", "1", "receipt cycles without a shortage")  \
    X(PERIOD_SERVICE, "period_service_level", "1",                                     \
        "weeks in which all was issued at once")                                       \
    X(ORDERS, "orders", "1", "replenishment orders placed in the window")              \
    X(ORDER_SIZE, "order_size", "unit", "mean replenishment order")                    \
    X(ORDER_VARIANCE, "order_variance_ratio", "1",                                     \
        "variance of weekly units ordered / of weekly units asked for")                \
    X(TURNS, "turns", "1/y", "units issued per year / units on hand")                  \
    X(DAYS_OF_SUPPLY, "days_of_supply", "d", "units on hand / units issued per day")   \
    X(REPLENISHMENT, "replenishment_lead_time", "d",                                   \
        "replenishment order to goods on the shelf")                                   \
    X(EXPIRED, "expired", "unit", "units expired in the window")                       \
    X(ISSUED_HELD, "issued_held", "unit", "units issued with open holds")              \
    X(HOLDING_COST, "holding_cost", "@", "holding cost in the window")                 \
    X(ORDERING_COST, "ordering_cost", "@", "ordering and unit cost in the window")     \
    X(SHORTAGE_COST, "shortage_cost", "@", "shortage cost in the window")

#define BW_RESOURCE_METRIC_LIST(X)                                                     \
    X(UTILIZATION, "utilization", "1", "(busy + setup) / server time on duty and up")  \
    X(QUEUE_LENGTH, "queue_length", "1", "jobs waiting, time average")                 \
    X(WAIT, "wait", "d", "wait of a job before it starts, mean")                       \
    X(WAIT_P95, "wait_p95", "d", "wait of a job before it starts, 95 % quantile")      \
    X(TIME_IN_SYSTEM, "time_in_system", "d", "request to end of a job, mean")          \
    X(THROUGHPUT, "throughput", "1/d", "jobs ended per day")                           \
    X(TURNED_AWAY, "turned_away", "1", "batches that found the queue full")            \
    X(CHANGEOVERS, "changeovers", "1", "changeovers to another family that took time") \
    X(SERVERS, "servers", "1", "its own servers that are there, time average")         \
    X(EXTRA, "extra_servers", "1", "extra servers that are there, time average")       \
    X(EXTRA_SHARE, "extra_share", "1", "share of time with extra servers")             \
    X(CALLS, "calls", "1", "calls of extra servers")                                   \
    X(BUSY, "busy", "1", "share of server time working")                               \
    X(SETUP, "setup", "1", "share of server time in setup")                            \
    X(DOWN, "down", "1", "share of server time failed")                                \
    X(BLOCKED, "blocked", "1", "share of server time with goods that find no place")   \
    X(OFF_SHIFT, "off_shift", "1", "share of server time off duty")                    \
    X(STARVED, "starved", "1", "share of server time free, with work on its way")      \
    X(IDLE, "idle", "1", "share of server time free, with nothing wanted")             \
    X(FLEXIBLE_COST, "flexible_cost", "@", "cost of extra servers in the window")      \
    X(COST, "cost", "@", "cost in the window")

#define BW_STEP_METRIC_LIST(X)                                                         \
    X(WAIT, "wait", "d", "wait for the resource, mean")                                \
    X(TIME, "time", "d", "start to end of the step, mean")                             \
    X(YIELD, "yield", "1", "share of the quantity that goes on, mean of batches kept") \
    X(REJECTS, "rejects", "1", "share of batches lost at this step or its test")       \
    X(REWORK, "rework", "1", "share of passes that are sent elsewhere than on")        \
    X(LOST_AT_RISK, "lost_at_risk", "unit",                                            \
        "units rejected after they had left the site with open holds")                 \
    X(COST, "cost", "@", "cost in the window")

#define BW_LANE_METRIC_LIST(X)                                                         \
    X(SHIPMENTS, "shipments", "1", "shipments departed in the window")                 \
    X(LOAD, "load", "unit", "units per shipment, mean")                                \
    X(LOAD_SHARE, "load_share", "1",                                                   \
        "load / capacity of a vehicle, of what binds most, mean of shipments")         \
    X(DISPATCH_WAIT, "dispatch_wait", "d", "wait for departure, mean of lots")         \
    X(TRANSIT, "transit", "d", "departure to gate, mean of shipments")                 \
    X(DELAY, "delay", "d", "delay on the way, mean of shipments")                      \
    X(DELAYED, "delayed_share", "1", "shipments with a delay / shipments")             \
    X(CUSTOMS, "customs", "d", "time at customs, mean of shipments")                   \
    X(INSPECTED, "inspected_share", "1", "shipments opened by customs / shipments")    \
    X(UNDER_WAY, "under_way", "1",                                                     \
        "shipments between departure and unloading, time average")                     \
    X(EXCURSIONS, "excursion_share", "1", "shipments with an excursion / shipments")   \
    X(WITHIN, "minor_share", "1",                                                      \
        "shipments out of range within the budgets / shipments")                       \
    X(DISPOSITION, "disposition_time", "d", "arrival to disposition, mean")            \
    X(REJECTED, "rejected_share", "1",                                                 \
        "units lost to frost or rejected for excursions / units that came to the end") \
    X(DOWNGRADED, "downgraded_share", "1",                                             \
        "units whose life was cut / units that came to the end")                       \
    X(DAMAGED, "damaged_share", "1",                                                   \
        "units broken or lost on the way / units that came to the end")                \
    X(LOGGER_LOST, "lost_logger_share", "1",                                           \
        "shipments whose logger was lost / shipments with one")                        \
    X(MISSED, "missed_share", "1",                                                     \
        "shipments with an excursion that was not found / shipments with a logger")    \
    X(MISTAKEN, "false_alarm_share", "1",                                              \
        "shipments found with an excursion that was none / shipments with a logger")   \
    X(OUT_OF_RANGE, "out_of_range_time", "d", "time out of range per shipment, mean")  \
    BW_TIME_QUANTILES(                                                                 \
        X, OUT_OF_RANGE, "out_of_range_time", "time out of range per shipment")        \
    X(BELOW, "below_time", "d", "time below the range per shipment, mean")             \
    X(ABOVE, "above_time", "d", "time above the range per shipment, mean")             \
    X(MKT, "mkt", "degC", "mean kinetic temperature, mean of shipments")               \
    BW_MKT_QUANTILES(X)                                                                \
    X(MKT_MAX, "mkt_max", "degC", "mean kinetic temperature, highest of a shipment")   \
    X(COLDEST, "temperature_min", "degC", "lowest temperature of goods on their way")  \
    X(WARMEST, "temperature_max", "degC", "highest temperature of goods on their way") \
    X(PACKAGING_LEFT, "packaging_left", "1",                                           \
        "share of the packaging's budget left at the end, mean of shipments")          \
    BW_LEFT_QUANTILES(X)                                                               \
    X(COST, "cost", "@", "cost in the window: shipments and what was on its way")      \
    X(CO2, "co2", "kg", "carbon dioxide of shipments departed in the window")

#define BW_DOCK_METRIC_LIST(X)                                                         \
    X(UTILIZATION, "utilization", "1", "doors in use / doors, time averages")          \
    X(QUEUE, "queue_length", "1", "shipments that wait for a door, time average")      \
    X(WAIT, "wait", "d", "wait for a door, mean of shipments")                         \
    X(UNLOADING, "unloading", "d", "work at a door, mean of shipments")                \
    X(SHIPMENTS, "shipments", "1", "shipments that came to a door in the window")

#define BW_HUB_METRIC_LIST(X)                                                          \
    X(PASSED, "passed", "unit", "units that went on in the window")                    \
    X(STAY, "stay", "d", "unloading to departure, mean of units that went on")         \
    X(WITHIN, "within_window", "1", "units that went on in time / units that went on") \
    X(STORED, "stored", "unit", "units that went on later than the window")            \
    X(UTILIZATION, "utilization", "1",                                                 \
        "room taken or kept / room, of what binds most, time average")                 \
    X(QUEUE, "queue_length", "1", "shipments that wait for room, time average")        \
    X(WAIT, "wait", "d", "wait for room, mean of shipments")                           \
    X(COST, "cost", "@", "cost of stays beyond the window")

#define BW_SPACE_METRIC_LIST(X)                                                        \
    X(TAKEN, "places_taken", "1", "places taken by goods on hand, time average")       \
    X(UTILIZATION, "utilization", "1", "places taken / places, time averages")         \
    X(OVERFLOW, "overflow", "1", "places taken beyond those there are, time average")  \
    X(WAITING, "waiting", "1",                                                         \
        "places for which goods at the door wait, time average")                       \
    X(REFUSED, "refused", "1", "places of goods turned away in the window")            \
    X(COST, "cost", "@", "cost in the window")

#define BW_EQUIPMENT_METRIC_LIST(X)                                                    \
    X(AVAILABILITY, "availability", "1",                                               \
        "units that work and have power / units, time average")                        \
    X(POWERED, "powered", "1", "share of time with power or generator")                \
    X(FAILURES, "failures", "1", "failures of units found in the window")              \
    X(FOUND, "found_after", "d", "failure until it was found, mean")                   \
    X(CUTS, "power_cuts", "1", "power cuts of the grid that began in the window")      \
    X(MISSED, "cuts_without_backup", "1", "power cuts in which no generator started")  \
    X(EXPOSED, "exposed", "unit", "units of goods that were out of range here")        \
    X(BEYOND, "excursions", "unit", "of them beyond what they bear")                   \
    X(LOST, "lost", "unit", "of these frozen or rejected")                             \
    X(UNSEEN, "missed", "unit", "units beyond what they bear that were not found")     \
    X(MISTAKEN, "false_alarms", "unit", "units found beyond it that were not so")      \
    X(DOWNGRADED, "downgraded", "unit", "units whose life was cut")                    \
    X(DISPOSITION, "disposition_time", "d", "found to disposition, mean")

#define BW_GRID_METRIC_LIST(X)                                                         \
    X(AVAILABILITY, "availability", "1", "share of time with power")                   \
    X(CUTS, "cuts", "1", "cuts of clusters that began in the window")                  \
    X(CUT_TIME, "cut_time", "d", "length of a cut, mean")

#define BW_POOL_METRIC_LIST(X)                                                         \
    X(TRANSFERS, "transfers", "1", "orders of members with others in the window")      \
    X(ASKED, "asked", "unit", "units that members asked of others in the window")      \
    X(TRANSFERRED, "transferred", "unit", "units that members gave to others")

#define BW_FLEET_METRIC_LIST(X)                                                        \
    X(UTILIZATION, "utilization", "1", "vehicles out / vehicles, time averages")       \
    X(OUT, "vehicles_out", "1", "vehicles away from home, time average")               \
    X(TRIPS, "trips", "1", "vehicles given to lanes in the window")                    \
    X(WAIT, "wait", "d", "wait of a lane for a vehicle, mean of trips")                \
    X(COST, "cost", "@", "cost of vehicles in the window")

#define BW_LEDGER_METRIC_LIST(X)                                                       \
    X(VERIFICATION, "verification_time", "d", "submission to final record, mean")      \
    X(VERIFICATION_P50, "verification_time_p50", "d",                                  \
        "submission to final record, median")                                          \
    X(VERIFICATION_P95, "verification_time_p95", "d",                                  \
        "submission to final record, 95 % quantile")                                   \
    X(VERIFICATION_P99, "verification_time_p99", "d",                                  \
        "submission to final record, 99 % quantile")                                   \
    X(VERIFICATION_SD, "verification_time_sd", "d",                                    \
        "submission to final record, standard deviation over records")                 \
    X(LOAD, "load", "1/d", "records per day")                                          \
    X(EXCEPTIONS, "exceptions", "1", "share of records that do not match the goods")   \
    X(QUARANTINE, "quarantine_time", "d", "mismatch to resolution, mean")              \
    X(LATE, "late_share", "1", "records produced later than a day / records")          \
    X(WRONG, "errors_wrong", "1", "cases of wrong data")                               \
    X(NO_RECORD, "errors_no_record", "1", "cases of goods without a record")           \
    X(NO_GOODS, "errors_no_goods", "1", "cases of a record of more than there is")     \
    X(DAMAGED, "errors_damaged", "1", "cases of damaged goods")                        \
    X(DUPLICATE, "errors_duplicate", "1", "cases of records that were written twice")  \
    X(CASES, "cases", "1", "cases that people had to look at")                         \
    X(CASE_COST, "cost_per_case", "@", "cost of cases / cases")                        \
    X(CAUGHT_UP, "caught_up", "1", "mismatches found after the goods had gone on")     \
    X(ALERTS, "alerts", "1", "of them, those with goods delivered or used up by then") \
    X(ALERT_UNITS, "alert_units", "unit", "units delivered or used up by then")        \
    X(UNDETECTED, "undetected", "1", "mismatches that nobody finds")                   \
    X(COST, "cost", "@", "cost of records and of their cases in the window")           \
    X(RECORD_COST, "cost_per_record", "@", "cost / records that became final")         \
    X(GATEWAY, "gateway", "d", "part of it: before anybody looks at it, mean")         \
    X(ENDORSE, "endorse", "d", "part of it: endorsement, mean")                        \
    X(BLOCK, "block", "d", "part of it: wait for a block or batch, mean")              \
    X(ORDER, "order", "d", "part of it: consensus, mean")                              \
    X(VALIDATE, "validate", "d", "part of it: validation, queue included, mean")       \
    X(CONFIRM, "confirm", "d", "part of it: blocks after its own, mean")               \
    X(PAPERS, "papers", "d", "part of it: travel of papers, mean")                     \
    X(PAPER_QUEUE, "paper_queue", "d",                                                 \
        "part of it: wait for people, closed hours included, mean")                    \
    X(WORK, "work", "d", "part of it: work of people, mean")                           \
    X(OUTAGE, "outage", "d", "part of it: too few members up, mean")                   \
    X(FALLBACK, "fallback", "d",                                                       \
        "part of it: until final on the ledger to which it fell back, mean")           \
    X(RESUBMIT, "resubmit", "d",                                                       \
        "part of it: found invalid, until submitted again, mean")                      \
    X(CONFLICTS, "conflicts", "1", "invalid attempts per record")                      \
    X(BLOCK_SIZE, "block_size", "1",                                                   \
        "records in a block with records of the chain, mean of blocks")                \
    X(BLOCKS, "blocks", "1/d", "blocks with records of the chain per day")             \
    X(CUT_BY_TIME, "cut_by_time", "1",                                                 \
        "share of these blocks cut by the timeout or at an anchor")                    \
    X(CUT_BY_COUNT, "cut_by_count", "1", "share of them cut when full of records")     \
    X(CUT_BY_BYTES, "cut_by_bytes", "1", "share of them cut when full of bytes")       \
    X(SIMULATED, "background_simulated", "1",                                          \
        "time whose background records were simulated / time of the window")           \
    X(LEAD_TIME_SHARE, "lead_time_share", "1",                                         \
        "order lead time charged to the ledger / order lead time")                     \
    X(FALLBACKS, "fallbacks", "1", "records that fell back in the window")             \
    X(AVAILABILITY, "availability", "1",                                               \
        "share of time with enough members up, or with the common desk open")          \
    X(VIEW_CHANGES, "view_changes", "1", "leaders replaced in the window")             \
    X(REORGANISATIONS, "reorganisations", "1",                                         \
        "blocks replaced while records waited, times in the window")

#define BW_SUPPLY_METRIC_LIST(X)                                                       \
    X(ORDERS, "orders", "1", "orders that reached it in the window")                   \
    X(HURRIED, "expedited", "1", "orders of them that were hurried")                   \
    X(ORDERED, "ordered", "unit", "units ordered in the window")                       \
    X(DELIVERED, "delivered", "unit", "units delivered in the window")                 \
    X(LEAD_TIME, "lead_time", "d", "order to delivery, mean")                          \
    X(WAIT, "wait", "d", "order to start of work on it, mean")                         \
    X(WAITING, "waiting", "unit", "units that wait to be started, time average")       \
    X(AVAILABILITY, "availability", "1", "share of time in which it takes orders")     \
    X(CHECKING, "checking", "1", "share of time in which its checks go on")            \
    X(EXPIRED, "expired", "1", "share of time without valid credentials")              \
    X(ONBOARDING, "onboarding_time", "d", "start of the checks to admission")          \
    X(CAPACITY_USED, "capacity_used", "1", "units started / capacity of the window")   \
    X(COST, "cost", "@", "cost in the window")

#define BW_RECIPE_METRIC_LIST(X)                                                       \
    X(BATCHES, "batches", "1", "batches that ended in the window")                     \
    X(BATCH_SIZE, "batch_size", "unit", "units per batch planned, mean")               \
    X(WIP, "wip", "1", "batches on the floor, time average")                           \
    X(BACKLOG, "backlog", "1",                                                         \
        "batches that wait for their release to the floor, time average")              \
    X(BACKLOG_WAIT, "backlog_wait", "d",                                               \
        "wait of a batch for its release to the floor, mean of those held back")       \
    X(REVIEW_TIME, "review_time", "d",                                                 \
        "end of the last step to end of the review, mean")                             \
    X(DEVIATIONS, "deviations", "1", "deviations per batch, mean")                     \
    X(MADE, "made", "unit", "units with which batches ended in the window")            \
    X(COST, "cost", "@", "cost of the batches that ended in the window")               \
    X(UNIT_COST, "unit_cost", "@", "cost without co-products' shares / units made")

#define BW_FORECAST_METRIC_LIST(X)                                                     \
    X(DAYS, "days", "1", "whole days of the window")                                   \
    X(DEMAND, "demand", "unit", "units asked for per day, mean")                       \
    X(BIAS, "bias", "unit", "forecast - demand of a day, mean")                        \
    X(MAD, "mad", "unit", "absolute error of a day, mean")                             \
    X(RMSE, "rmse", "unit", "root of the mean squared error of a day")                 \
    X(WAPE, "wape", "1", "absolute errors / demand, sums over days")                   \
    X(MAPE, "mape", "1", "absolute error / demand of a day, mean of days with demand")

#define BW_RETURNS_METRIC_LIST(X)                                                      \
    X(RETURNS, "returns", "1", "returns that arrived in the window")                   \
    X(RETURNED, "returned", "unit", "units that came back in the window")              \
    X(RESTOCKED, "restocked", "unit", "units that went back into stock")               \
    X(RESTOCK_TIME, "restock_time", "d", "arrival to stock, mean of those restocked")  \
    X(VERIFICATION, "verification_time", "d",                                          \
        "arrival to end of the verification, investigations included, mean")           \
    X(REFUSED_SHARE, "refused_share", "1", "units refused / refused and restocked")    \
    X(NO_RESALE, "refused_resale", "unit", "units refused since none may be resold")   \
    X(AGED, "refused_age", "unit", "units refused for the shelf life left")            \
    X(CONDITION, "refused_condition", "unit", "units refused at the inspection")       \
    X(RECORD, "refused_record", "unit", "units refused after their verification")      \
    X(MISSED, "missed", "unit", "units with wrong data that passed the check")         \
    X(AT_DESK, "at_desk", "unit", "units that wait at the desk, time average")         \
    X(COST, "cost", "@", "handling, inspection and money paid back in the window")

#define BW_SCAN_METRIC_LIST(X)                                                         \
    X(SCANS, "scans", "1", "packs scanned in the window")                              \
    X(ALERTS, "alerts", "1", "packs with an alert")                                    \
    X(ALERT_SHARE, "alert_share", "1", "packs with an alert / packs scanned")          \
    X(HELD_TIME, "held_time", "d", "alert to its end, mean of packs")                  \
    X(RELEASED, "released", "unit", "units that went back into stock")                 \
    X(DESTROYED, "destroyed", "unit", "units destroyed after an alert")                \
    X(AT_DESK, "at_desk", "unit", "units held for an alert, time average")             \
    X(COST, "cost", "@", "cost of alerts in the window")

#define BW_PAYER_METRIC_LIST(X)                                                        \
    X(ORDERS, "orders", "1", "order lines placed in the window")                       \
    X(DEMANDED, "demanded", "unit", "units demanded in the window")                    \
    X(DELIVERED, "delivered", "unit", "units delivered in the window")                 \
    X(REVENUE, "revenue", "@", "revenue in the window")

#define BW_CONTRACT_METRIC_LIST(X)                                                     \
    X(CASES, "cases", "1", "cases that came into force in the window")                 \
    X(IN_FORCE, "in_force", "1", "cases in force, time average")                       \
    X(ACTIVATION, "activation_time", "d", "begin of a case to in force, mean")         \
    BW_TIME_QUANTILES(X, ACTIVATION, "activation_time", "begin of a case to in force") \
    X(STEPS, "steps", "1", "steps that became final in the window")                    \
    X(AUTOMATION, "automation_share", "1", "steps that nobody touched / steps")        \
    X(CONFIRMATION, "confirmation_time", "d", "event to final record, mean of steps")  \
    X(STAFF, "staff_hours", "h", "work of people in the window")                       \
    X(BILLED, "billed", "@", "money for what happened in the window")                  \
    X(PAID, "paid", "@", "money paid in the window, without fees")                     \
    X(BALANCE, "balance", "@", "billed and not paid or cut, time average")             \
    X(RETAINED, "retained", "@", "of it retained, time average")                       \
    X(DELAY, "payment_delay", "d", "event to payment, mean")                           \
    X(DSO, "days_sales_outstanding", "d", "balance / billed per day")                  \
    X(LATE, "late_share", "1", "payments past their due date / payments")              \
    X(DISPUTES, "dispute_share", "1", "claims disputed / claims confirmed")            \
    X(DISPUTE_TIME, "dispute_time", "d", "time of a dispute, mean")                    \
    X(CUT, "deductions", "@", "money cut for penalties and disputes in the window")    \
    X(FEES, "late_fees", "@", "money for late payment in the window")                  \
    X(STOPPED, "stopped_share", "1", "share of time in which goods may not leave")     \
    X(HELD, "held", "1", "consignments that waited for it and went on")                \
    X(HELD_TIME, "held_time", "d", "their wait, mean")                                 \
    X(COST, "cost", "@", "cost in the window")

#define BW_BUDGET_METRIC_LIST(X)                                                       \
    X(USED, "used", "d", "time spent in the band, mean of delivered units")            \
    X(LEFT, "left", "1", "share of the budget left, mean of delivered units")          \
    X(LEFT_P05, "left_p05", "1",                                                       \
        "share of the budget left, 5 % quantile of delivered units")                   \
    X(LEFT_P25, "left_p25", "1",                                                       \
        "share of the budget left, 25 % quantile of delivered units")                  \
    X(LEFT_P50, "left_p50", "1",                                                       \
        "share of the budget left, median of delivered units")                         \
    X(LEFT_P75, "left_p75", "1",                                                       \
        "share of the budget left, 75 % quantile of delivered units")                  \
    X(OVERDRAWN, "overdrawn", "1",                                                     \
        "units delivered beyond the budget / units delivered")

#define BW_PACKAGING_METRIC_LIST(X)                                                    \
    X(SHIPMENTS, "shipments", "1", "shipments in it that came to their end")           \
    X(PIECES, "pieces", "1", "pieces packed for a shipment, mean")                     \
    X(EXCURSIONS, "excursion_share", "1", "shipments with an excursion / shipments")   \
    X(WITHIN, "minor_share", "1",                                                      \
        "shipments out of range within the budgets / shipments")                       \
    X(OUT_OF_RANGE, "out_of_range_time", "d", "time out of range per shipment, mean")  \
    BW_TIME_QUANTILES(                                                                 \
        X, OUT_OF_RANGE, "out_of_range_time", "time out of range per shipment")        \
    X(MKT, "mkt", "degC", "mean kinetic temperature, mean of shipments")               \
    BW_MKT_QUANTILES(X)                                                                \
    X(COLDEST, "temperature_min", "degC", "lowest temperature of goods in it")         \
    X(WARMEST, "temperature_max", "degC", "highest temperature of goods in it")        \
    X(LEFT, "packaging_left", "1", "share of its budget left at the end, mean")        \
    BW_LEFT_QUANTILES(X)                                                               \
    X(RENEWED, "reicings", "1", "renewals of its material per shipment, mean")

#define BW_LANE_LEG_METRIC_LIST(X)                                                     \
    X(TIME, "time", "d", "time of a shipment on it, mean")                             \
    X(OUT_OF_RANGE, "out_of_range_time", "d",                                          \
        "time out of range during it per shipment, mean")                              \
    X(OUT, "out_of_range_share", "1", "shipments out of range during it / shipments")  \
    X(EXCURSIONS, "excursion_share", "1",                                              \
        "shipments with an excursion that left the range during it first / shipments") \
    X(MKT, "mkt", "degC", "mean kinetic temperature during it, mean of shipments")

#define BW_TRIAL_METRIC_LIST(X)                                                        \
    X(SITES, "sites", "1", "sites of the trial")                                       \
    X(ACTIVE, "active_sites", "1", "sites activated by the end of the window")         \
    X(ACTIVATION, "activation_time", "d",                                              \
        "start of the trial to activation, mean of the sites activated")               \
    X(EMPTY, "zero_enrollers", "1", "activated sites without a patient / activated")   \
    X(SCREENED, "screened", "1", "patients screened in the window")                    \
    X(FAILURES, "screen_failures", "1",                                                \
        "patients who failed the screening / screened")                                \
    X(TURNED_AWAY, "turned_away", "1",                                                 \
        "patients who passed the screening after the target was reached")              \
    X(ENROLLED, "enrolled", "1", "patients randomised in the window")                  \
    X(LAST_IN, "last_patient_in", "d",                                                 \
        "start of the trial to the patient who reaches the target; NaN = not reached") \
    X(REACHED, "target_reached", "1", "1 when the target is reached in the window")    \
    X(ON_TREATMENT, "on_treatment", "1", "patients on treatment, time average")        \
    X(DROP_OUTS, "drop_outs", "1", "patients who dropped out in the window")           \
    X(STOPPED, "stopped", "1", "patients whose treatment ended with their arm")        \
    X(COMPLETED, "completed", "1", "patients with their last visit in the window")     \
    X(VISITS, "visits", "1", "visits with kits that patients came to")                 \
    X(MISSED_VISITS, "missed_visits", "1",                                             \
        "visits with kits that patients missed / all visits with kits")                \
    X(MISSED, "missed_dispensing", "1", "visits at which kits were missing")           \
    X(MISSED_RATE, "missed_dispensing_rate", "1",                                      \
        "visits at which kits were missing / visits that ended with or without them")  \
    X(ANY_MISSED, "any_missed_dispensing", "1", "1 when kits were ever missing")       \
    X(DISPENSED, "dispensed", "unit", "kits given to patients in the window")          \
    X(DAMAGED, "damaged", "unit", "kits found damaged when they were to be dispensed") \
    X(RETURNED, "returned", "unit", "kits sent back and destroyed at close-out")       \
    X(CLOSE_OUT, "close_out_time", "d",                                                \
        "last patient gone to kits destroyed, mean of stocks")                         \
    X(KITS_PER_PATIENT, "kits_per_patient", "unit",                                    \
        "kits dispensed / patients enrolled")                                          \
    X(PACKAGED, "packaged", "unit", "kits that were there at the start, or came in")   \
    X(WASTE, "waste_share", "1", "kits packaged and not dispensed / packaged")         \
    X(OVERAGE, "overage", "1", "kits packaged and not dispensed / dispensed")

#define BW_TRIAL_SITE_METRIC_LIST(X)                                                   \
    X(ACTIVATION, "activation_time", "d", "start of the trial to activation")          \
    X(SCREENED, "screened", "1", "patients screened in the window")                    \
    X(ENROLLED, "enrolled", "1", "patients randomised in the window")                  \
    X(ON_TREATMENT, "on_treatment", "1", "patients on treatment, time average")        \
    X(DROP_OUTS, "drop_outs", "1", "patients who dropped out in the window")           \
    X(VISITS, "visits", "1", "visits with kits that patients came to")                 \
    X(MISSED, "missed_dispensing", "1", "visits at which kits were missing")

#define BW_CHAIN_SERIES_LIST(X)                                                        \
    X(LEAD_TIME, "lead_time", "d", "order lead time by week of placement")             \
    X(FLOW_BARE, "flow_time_without_store", "d",                                       \
        "age without stock by week of delivery")                                       \
    X(DELIVERED, "delivered", "unit", "units delivered in the week")                   \
    X(STOCK_VALUE, "stock_value", "@",                                                 \
        "value of stock on hand at the end of the week")                               \
    X(BACKORDERS, "backorders", "unit",                                                \
        "units not yet delivered at the end of the week")

#define BW_DEMAND_SERIES_LIST(X)                                                       \
    X(LEAD_TIME, "lead_time", "d", "order lead time by week of placement")             \
    X(ORDERS, "orders", "1", "order lines placed in the week")                         \
    X(FILL_RATE, "fill_rate", "1",                                                     \
        "units issued at once / demanded, by week of placement")                       \
    X(BACKORDERS, "backorders", "unit",                                                \
        "units not yet delivered at the end of the week")

#define BW_TRIAL_SERIES_LIST(X)                                                        \
    X(SCREENED, "screened", "1", "patients screened by the end of the week")           \
    X(ENROLLED, "enrolled", "1", "patients randomised by the end of the week")         \
    X(ON_TREATMENT, "on_treatment", "1",                                               \
        "patients on treatment at the end of the week")                                \
    X(COMPLETED, "completed", "1",                                                     \
        "patients with their last visit by the end of the week")                       \
    X(DROP_OUTS, "drop_outs", "1", "patients who dropped out by the end of the week")  \
    X(MISSED, "missed_dispensing", "1", "visits at which kits were missing by then")   \
    X(DISPENSED, "dispensed", "unit", "kits given to patients by the end of the week") \
    X(PACKAGED, "packaged", "unit", "kits that came in by the end of the week")

#define BW_X(id, name, unit, text) BW_METRIC_CHAIN_##id,
enum bw_chain_metric { BW_CHAIN_METRIC_LIST(BW_X) BW_METRIC_CHAIN_BASIC };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_DEMAND_##id,
enum bw_demand_metric { BW_DEMAND_METRIC_LIST(BW_X) BW_METRIC_DEMAND_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_STOCK_##id,
enum bw_stock_metric { BW_STOCK_METRIC_LIST(BW_X) BW_METRIC_STOCK_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_RESOURCE_##id,
enum bw_resource_metric { BW_RESOURCE_METRIC_LIST(BW_X) BW_METRIC_RESOURCE_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_STEP_##id,
enum bw_step_metric { BW_STEP_METRIC_LIST(BW_X) BW_METRIC_STEP_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_LANE_##id,
enum bw_lane_metric { BW_LANE_METRIC_LIST(BW_X) BW_METRIC_LANE_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_DOCK_##id,
enum bw_dock_metric { BW_DOCK_METRIC_LIST(BW_X) BW_METRIC_DOCK_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_HUB_##id,
enum bw_hub_metric { BW_HUB_METRIC_LIST(BW_X) BW_METRIC_HUB_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_EQUIPMENT_##id,
enum bw_equipment_metric { BW_EQUIPMENT_METRIC_LIST(BW_X) BW_METRIC_EQUIPMENT_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_GRID_##id,
enum bw_grid_metric { BW_GRID_METRIC_LIST(BW_X) BW_METRIC_GRID_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_SPACE_##id,
enum bw_space_metric { BW_SPACE_METRIC_LIST(BW_X) BW_METRIC_SPACE_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_POOL_##id,
enum bw_pool_metric { BW_POOL_METRIC_LIST(BW_X) BW_METRIC_POOL_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_FLEET_##id,
enum bw_fleet_metric { BW_FLEET_METRIC_LIST(BW_X) BW_METRIC_FLEET_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_LEDGER_##id,
enum bw_ledger_metric { BW_LEDGER_METRIC_LIST(BW_X) BW_METRIC_LEDGER_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_SUPPLY_##id,
enum bw_supply_metric { BW_SUPPLY_METRIC_LIST(BW_X) BW_METRIC_SUPPLY_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_RECIPE_##id,
enum bw_recipe_metric { BW_RECIPE_METRIC_LIST(BW_X) BW_METRIC_RECIPE_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_FORECAST_##id,
enum bw_forecast_metric { BW_FORECAST_METRIC_LIST(BW_X) BW_METRIC_FORECAST_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_RETURNS_##id,
enum bw_returns_metric { BW_RETURNS_METRIC_LIST(BW_X) BW_METRIC_RETURNS_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_SCAN_##id,
enum bw_scan_metric { BW_SCAN_METRIC_LIST(BW_X) BW_METRIC_SCAN_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_PAYER_##id,
enum bw_payer_metric { BW_PAYER_METRIC_LIST(BW_X) BW_METRIC_PAYER_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_CONTRACT_##id,
enum bw_contract_metric { BW_CONTRACT_METRIC_LIST(BW_X) BW_METRIC_CONTRACT_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_BUDGET_##id,
enum bw_budget_metric { BW_BUDGET_METRIC_LIST(BW_X) BW_METRIC_BUDGET_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_PACKAGING_##id,
enum bw_packaging_metric { BW_PACKAGING_METRIC_LIST(BW_X) BW_METRIC_PACKAGING_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_LANE_LEG_##id,
enum bw_lane_leg_metric { BW_LANE_LEG_METRIC_LIST(BW_X) BW_METRIC_LANE_LEG_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_TRIAL_##id,
enum bw_trial_metric { BW_TRIAL_METRIC_LIST(BW_X) BW_METRIC_TRIAL_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_METRIC_TRIAL_SITE_##id,
enum bw_trial_site_metric {
    BW_TRIAL_SITE_METRIC_LIST(BW_X) BW_METRIC_TRIAL_SITE_COUNT
};
#undef BW_X
#define BW_X(id, name, unit, text) BW_SERIES_CHAIN_##id,
enum bw_chain_series { BW_CHAIN_SERIES_LIST(BW_X) BW_SERIES_CHAIN_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_SERIES_DEMAND_##id,
enum bw_demand_series { BW_DEMAND_SERIES_LIST(BW_X) BW_SERIES_DEMAND_COUNT };
#undef BW_X
#define BW_X(id, name, unit, text) BW_SERIES_TRIAL_##id,
enum bw_trial_series { BW_TRIAL_SERIES_LIST(BW_X) BW_SERIES_TRIAL_COUNT };
#undef BW_X

#endif
