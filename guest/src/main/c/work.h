/* SPDX-License-Identifier: Apache-2.0
 *
 * What runs in workers. A worker works for ever; it never returns from the function of its kind.
 */
#ifndef SCHEDLAB_WORK_H
#define SCHEDLAB_WORK_H

#include "workers.h"

struct phase {
    uint64_t kind, nanos;
};

/* What a move costs: ns of work by how far it went, see SPAWN_REFILLS, and how CPUs lie together. */
struct refill {
    uint64_t nanos[4], spans[3];
};

/* What a worker knows about its work. */
struct work {
    uint64_t kind, seed;
    uint64_t parameters[8];
    size_t phase_count;
    struct phase phases[SPAWN_PHASE_LIMIT];
    struct refill refill;
    size_t member, members; /* of its group, from 0 */
    bool thread;
    struct worker_line *mine, *next, *gate;
    struct group *group;
    int read_end, write_end; /* of its own pipe, and of the next member's; for kinds with pipes */
    struct churn *churn;
};

/* work_kinds.c: what the caller does from now on, behind its gate. */
void work_start(const struct work *work) __attribute__((noreturn));
/* Starts the workers that wait at this gate. */
void work_open_gate(struct worker_line *gate);
/* Whether there is a kind of this number. */
bool work_is_known(uint64_t kind);
bool work_has_pipes(uint64_t kind, const uint64_t *parameters);

/* work.c: which worker the calling process or thread is, for the next two. */
void work_become(const struct work *work);
/* Ends the worker with a line for its report. */
void work_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* In a process of threads, before the first: lets each be ended alone, with its last numbers kept. */
void work_prepare_threads(void);
/* One number after the other from a seed (splitmix64). */
uint64_t draw(uint64_t *seed);

/* measure.c: checkpoints and wake-ups. Whoever finds at one that it has moved pays for its refill there. */
void measure_start(const struct work *work);
/* The worker has come this far without wanting to wait. */
void measure_checkpoint(struct worker_line *line);
/* It waits from now on: for a timer, or for others. */
void measure_waiting(struct worker_line *line, uint64_t until);
/* It runs again after a wait that should have ended at `due`. */
void measure_wake(struct worker_line *line, uint64_t due);
/* It runs again; whoever woke it noted `called_at`. Measures only if that was after the wait began. */
void measure_called(struct worker_line *line, uint64_t began, uint64_t called_at);
/* It runs again after a wait whose end is not measured. */
void measure_waited(struct worker_line *line);

/* work_cpu.c: how long an instruction takes here; an amount of work in ns, with checkpoints; and sleeping, measured. */
void work_learn_speed(void);
void spin(struct worker_line *line, uint64_t nanos);
/* The same until it has had so much CPU time, and until so much time has passed. */
void spin_cpu(struct worker_line *line, uint64_t nanos);
void spin_wall(struct worker_line *line, uint64_t nanos);
void sleep_until(struct worker_line *line, uint64_t due);
void sleep_for(struct worker_line *line, uint64_t nanos);

/* futex.c: between processes. */
void futex_wait(volatile uint32_t *word, uint32_t value);
void futex_wake(volatile uint32_t *word, int count);
void futex_wait_as(volatile uint32_t *word, uint32_t value, uint32_t bit);
void futex_wake_as(volatile uint32_t *word, int count, uint32_t bit);
void mutex_lock(volatile uint32_t *mutex);
void mutex_unlock(volatile uint32_t *mutex, volatile uint64_t *released_at);
/* False and errno: it could not. */
bool pi_mutex_lock(volatile uint32_t *mutex);
bool pi_mutex_unlock(volatile uint32_t *mutex);

/* The kinds. */
void work_spin_wait(const struct work *work);
void work_sleep(const struct work *work);
void work_yield_heavy(const struct work *work);
void work_mixed(const struct work *work);
void work_bursty(const struct work *work);
void work_idle_churn(const struct work *work);
void work_timer_latency(const struct work *work);
void work_sequence(const struct work *work);
void work_pipe_io(const struct work *work);
void work_futex_ping_pong(const struct work *work);
void work_wake_chain(const struct work *work);
void work_futex_fan_out(const struct work *work);
void work_thundering_herd(const struct work *work);
void work_producer_consumer(const struct work *work);
void work_fork_exit(const struct work *work);
void work_nice_sweep(const struct work *work);
void work_affinity_churn(const struct work *work);
void work_policy_churn(const struct work *work);
void work_cgroup_churn(const struct work *work);
void work_page_fault_churn(const struct work *work);
void work_cache_pressure(const struct work *work);
void work_mutex_contention(const struct work *work);
void work_priority_inversion(const struct work *work);
void work_rt_starvation(const struct work *work);
void work_custom(const struct work *work);

#endif
