/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "workers.h"

struct gap {
    uint64_t nanos, cpu, at;
};

/* A worker that wants to run and does not has a gap that still grows. When it waits for others, only they know. */
static struct gap longest_gap(const struct worker_line *line, uint64_t opened_at, uint64_t now) {
    struct gap longest = {line->gap_nanos, line->gap_cpu, line->gap_at};
    uint64_t began = line->waiting_until ? line->waiting_until : line->seen_at ? line->seen_at : opened_at;
    if (opened_at > 0 && began < now && now - began > longest.nanos)
        longest = (struct gap){now - began, line->cpus_used ? line->cpu : 0, began};
    return longest;
}

static void write_observed(uint8_t *report, const struct worker_line *line, const struct gap *gap) {
    put_number(report, REPORT_WORK_UNITS, line->work_units);
    put_number(report, REPORT_GAP_NANOS, gap->nanos);
    put_number(report, REPORT_GAP_CPU, gap->cpu);
    put_number(report, REPORT_GAP_AT, gap->at);
    put_number(report, REPORT_WAKES, line->wakes);
    put_number(report, REPORT_WAKE_MAX, line->wake_max);
    put_number(report, REPORT_MIGRATIONS, line->migrations);
    put_number(report, REPORT_CPUS_USED, line->cpus_used);
    put_text(report, REPORT_PROBLEM, sizeof line->problem, line->problem);
    memcpy(report + REPORT_MIGRATION_LIST, line->migration_list, sizeof line->migration_list);
    memcpy(report + REPORT_WAKE_BUCKETS, line->wake_buckets, sizeof line->wake_buckets);
}

static void write_accounted(uint8_t *report, const struct worker *worker, uint64_t wall, uint64_t cpu_before) {
    const struct task_numbers *numbers = &worker->last;
    uint64_t on_cpu = numbers->cpu_nanos > cpu_before ? numbers->cpu_nanos - cpu_before : 0;
    put_number(report, REPORT_PID, (uint64_t)worker->pid);
    put_number(report, REPORT_CPU_NANOS, numbers->cpu_nanos);
    put_number(report, REPORT_WALL_NANOS, wall);
    put_number(report, REPORT_OFF_CPU_NANOS, wall > on_cpu ? wall - on_cpu : 0);
    put_number(report, REPORT_RUN_DELAY_NANOS, numbers->run_delay_nanos);
    put_number(report, REPORT_TIMESLICES, numbers->timeslices);
    put_number(report, REPORT_ENDING, worker->ending);
    put_number(report, REPORT_ENDING_CODE, worker->ending_code);
}

/* A program of the user's: what only a worker can see of itself is not measured. */
static void write_custom(uint8_t *report, const struct worker_line *line, size_t place) {
    put_number(report, REPORT_WORK_UNITS, custom_counter(place));
    put_number(report, REPORT_GAP_NANOS, UINT64_MAX);
    put_number(report, REPORT_MIGRATIONS, UINT64_MAX);
    put_text(report, REPORT_PROBLEM, sizeof line->problem, line->problem);
}

void report_write(uint8_t *report, size_t place) {
    struct worker *worker = &workers[place];
    const struct worker_line *line = &worker_lines[place];
    if (worker->ending == REPORT_ENDING_ALIVE)
        worker_look(worker);
    uint64_t now = worker->ending == REPORT_ENDING_ALIVE ? clock_now() : worker->ended_at;
    uint64_t wall = worker->opened_at > 0 && now > worker->opened_at ? now - worker->opened_at : 0;
    struct gap gap = longest_gap(line, worker->opened_at, now);
    if (worker->custom)
        write_custom(report, line, place);
    else
        write_observed(report, line, &gap);
    write_accounted(report, worker, wall, line->cpu_before);
}
