/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the schema: calendars and resources.
 */
#include "scenario/schema_internal.h"

static const struct bw_row shift_rows[] = {
    {.key = "hours",
        .type = BW_ROW_TEXTS,
        .required = true,
        .doc =
            "Days and hours such as \"mon-fri 06:00-14:00\", \"sat,sun 22:00-06:00\" "
            "(to the next day) or \"daily 00:00-24:00\", or a list of them."},
};
static const struct bw_table shift_table =
    TABLE("shift", "calendars.CALENDAR.shifts.SHIFT", shift_rows, "Hours of a shift.");

static const struct bw_row calendar_rows[] = {
    MAP("shifts", NULL, shift_table, "The week, in shifts.", MUST),
    {.key = "holidays",
        .type = BW_ROW_TEXTS,
        .doc = "Closed days: a date, or dates such as \"2026-12-24..2027-01-01\", or a "
               "list of them."},
    {.key = "shutdowns",
        .type = BW_ROW_TEXTS,
        .doc = "Closed days of every year, such as \"08-03..08-14\" or \"05-01\", or a "
               "list of them."},
};
const struct bw_table bw_schema_calendar = TABLE("calendar", "calendars.CALENDAR",
    calendar_rows, "When people work, in UTC; closed days last from 00:00 to 24:00.");

static const struct bw_row failure_rows[] = {
    DURATION_LAW("every", NULL, "Time from repair to the next failure of a server.",
        MUST, .above_min = true),
    DURATION_LAW("repair", NULL, "Time to repair.", MUST),
    WORD("clock", "calendar|busy", "calendar",
        "What every counts: all time, or the time of set-up and work only."),
};
static const struct bw_table failure_table = TABLE("failure",
    "sites.SITE.resources.RESOURCE.failure", failure_rows, "Failures of each server.");

static const struct bw_row maintenance_rows[] = {
    DURATION("every", NULL, "Time between two of one server, by the calendar.",
        .above_min = true),
    DURATION("at", "0", "When the first one of server 0 is due, counted from day 0."),
    DURATION(
        "stagger", "0", "By how much each server is due later than the one before."),
    BOOL("interrupt", "false", "Begins at once, and not when the job has ended."),
    DURATION("after_busy", NULL,
        "Time of set-up and work of a server after which it is "
        "due, at the end of a job.",
        .above_min = true),
    INTEGER("after_jobs", 1, 1e9, NULL, "Jobs of a server after which it is due."),
    DURATION_LAW("time", NULL, "Time that it takes.", MUST),
};
static const struct bw_table maintenance_table =
    TABLE("maintenance", "sites.SITE.resources.RESOURCE.maintenance", maintenance_rows,
        "Planned maintenance of each server: one of every, after_busy and after_jobs.");

static const struct bw_row changeover_from_rows[] = {
    SHARES("to", NULL, DURATION, DURATION_MAX, "Times to other families.", MUST),
};
static const struct bw_table changeover_from_table =
    TABLE("changeover-from", "sites.SITE.resources.RESOURCE.changeover.from.FAMILY",
        changeover_from_rows, "Changeovers from one family.");

static const struct bw_row changeover_rows[] = {
    DURATION("default", "0", "Time between two families that from does not name."),
    MAP("from", NULL, changeover_from_table, "Times by the family worked on before."),
    LAW("factor", NUMBER, 0, 1e9, NULL, "Factor on the time of each changeover."),
    MONEY("cost", MONEY, "0", "Money per changeover that takes time."),
};
static const struct bw_table changeover_table =
    TABLE("changeover", "sites.SITE.resources.RESOURCE.changeover", changeover_rows,
        "Set-up of a server that worked on another family before.");

static const struct bw_row cleaning_rows[] = {
    INTEGER("after_jobs", 1, 1e9, NULL, "Jobs of a server after which it is due."),
    DURATION("after", NULL, "Time after which it is due.", .above_min = true),
    DURATION("time", NULL, "Time that it takes, before the next job.", MUST),
    MONEY("cost", MONEY, "0", "Money per cleaning."),
};
static const struct bw_table cleaning_table =
    TABLE("cleaning", "sites.SITE.resources.RESOURCE.cleaning", cleaning_rows,
        "Cleaning of a server before its next job.");

static const struct bw_row campaign_rows[] = {
    INTEGER("at_most", 1, 1e9, NULL,
        "Jobs of one family in a row, when another one is ready; without it any "
        "number."),
    INTEGER("at_least", 1, 1e9, "1", "Jobs of another family that must wait for it."),
    DURATION("longest_wait", NULL,
        "A family whose first job has waited so long goes first; needed with at_least.",
        .words = "unlimited"),
};
static const struct bw_table campaign_table =
    TABLE("campaign", "sites.SITE.resources.RESOURCE.campaign", campaign_rows,
        "How long a server stays with a family.");

static const struct bw_row new_rows[] = {
    DURATION("for", NULL, "Time after they came.", MUST, .above_min = true),
    SHARE("yield", NULL, "Factor on the yield of steps that they begin.", MUST),
};
static const struct bw_table new_table =
    TABLE("flexible-new", "sites.SITE.resources.RESOURCE.flexible.new", new_rows,
        "Work of extra servers that are new.");

static const struct bw_row flexible_rows[] = {
    INTEGER("servers", 1, 1e6, "1", "Number of extra servers."),
    NUMBER("above_queue", NUMBER, 0, 1e9, "never",
        "They are called when more jobs than this wait.", .words = "never"),
    DURATION("above_wait", "never", "They are called when a job has waited so long.",
        .words = "never"),
    INTEGER("below_queue", 0, 1e9, "0",
        "They are dismissed when so many jobs wait, or fewer."),
    DURATION_LAW("ramp", "0", "Time from a call until they are there."),
    DURATION("minimum", "0", "Time that they stay at least."),
    OBJECT("new", new_table, "How they work at first."),
    NUMBER("floor", NUMBER, 0, QUANTITY_MAX, "0",
        "Floor space of one, from the call until it is gone; see floor_space of the "
        "site."),
    MONEY("call_cost", MONEY, "0", "Money per call."),
    MONEY(
        "cost", MONEY_RATE, "0", "Money per extra server and time while it is there."),
};
static const struct bw_table flexible_table =
    TABLE("flexible", "sites.SITE.resources.RESOURCE.flexible", flexible_rows,
        "Extra servers that are called when work piles up.");

static const struct bw_row resource_rows[] = {
    INTEGER("servers", 0, 1e6, "1", "Number of equal servers."),
    WORD("discipline", "fifo|priority|due_date", "fifo",
        "Which job goes first: the oldest, that of the first class, or that due first; "
        "equals in order of arrival, jobs without class or due date last."),
    NUMBER("queue_limit", NUMBER, 0, 1e9, "unlimited",
        "Batches that may wait; one that finds so many waiting is turned away, and a "
        "customer with unmet: lost is lost.",
        .words = "unlimited"),
    NAME("calendar", "calendars", "When it works; without it always."),
    SHARES("on_shift", NULL, NUMBER, 1e6,
        "Servers on duty in each shift of the calendar; all where a shift is not "
        "named; "
        "shifts that run at once add up."),
    BOOL("finish_started", "false",
        "Who has a job when the shift ends finishes it; else it rests till the next "
        "shift."),
    OBJECT("failure", failure_table, "Failures and repairs."),
    OBJECT("maintenance", maintenance_table, "Planned maintenance."),
    OBJECT("changeover", changeover_table, "Set-up between families."),
    OBJECT("cleaning", cleaning_table, "Cleaning before a job."),
    OBJECT("campaign", campaign_table, "Campaigns: jobs of a family in a row."),
    OBJECT("flexible", flexible_table, "Extra servers when work piles up."),
    MONEY("cost", MONEY_RATE, "0", "Money per server and time."),
};
const struct bw_table bw_schema_resource = TABLE("resource",
    "sites.SITE.resources.RESOURCE", resource_rows, "People or machines with a queue.");
