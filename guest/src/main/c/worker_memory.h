/* SPDX-License-Identifier: Apache-2.0
 *
 * What the host reads of workers: a part of mailbox.h.
 */
#ifndef SCHEDLAB_WORKER_MEMORY_H
#define SCHEDLAB_WORKER_MEMORY_H

/* How workers fare is read by the host from the agent's memory, in a machine that stands still: at MAILBOX_WORKERS an
 * array of struct kept, at MAILBOX_WORKER_LINES an array of struct line, KEPT_LIMIT of each; a worker has the
 * same place in both. Addresses are the agent's. */

/* struct account: /proc/PID/schedstat from the task's birth on. */
#define ACCOUNT_CPU_NANOS       0x00 /* u64 */
#define ACCOUNT_RUN_DELAY_NANOS 0x08 /* u64 */
#define ACCOUNT_TIMESLICES      0x10 /* u64 */
#define ACCOUNT_UNTIL           0x18 /* u64: up to when, in the scheduler's clock; 0 = not known; KEPT_START has none */

/* struct kept: what the agent knows of a worker. */
#define KEPT_PID          0x00 /* u32: of a thread its thread id; 0 = this place was never used */
#define KEPT_PROCESS      0x04 /* u32: that it is, or is a thread of */
#define KEPT_START_TICKS  0x08 /* u64 */
#define KEPT_OPENED_AT    0x10 /* u64: CLOCK_MONOTONIC when its gate opened; 0 = it has not */
#define KEPT_OPENED_TICKS 0x18 /* u64: the time stamp counter at the same moment */
#define KEPT_START        0x20 /* struct account, without ACCOUNT_UNTIL: when the gate opened */
#define KEPT_LAST         0x38 /* struct account: when it ended */
#define KEPT_ENDED_AT     0x58 /* u64: CLOCK_MONOTONIC when the agent noticed that */
#define KEPT_ENDING       0x60 /* u64: REPORT_ENDING */
#define KEPT_ENDING_CODE  0x68 /* u64: exit status or signal */
#define KEPT_COUNTER      0x70 /* u64: of kind WORK_CUSTOM: where its work units are, all ones = none; else 0 */
#define KEPT_LIMIT        512  /* how many: workers that may be alive at once */
#define KEPT_SIZE         0x98

/* struct line: what a worker notes about itself at its checkpoints. Times of an event are CLOCK_MONOTONIC. */
#define LINE_GAP_PLACE       0x0c  /* u32: which of the two gaps counts */
#define LINE_WORK_UNITS      0x28  /* u64 */
#define LINE_SEEN_AT         0x30  /* u64: its last checkpoint */
#define LINE_WAITING_UNTIL   0x38  /* u64: 0 = it wants to run, all ones = it waits for others, else its timer */
#define LINE_GAPS            0x40  /* struct gap[2]: longest time between checkpoints, voluntary waiting left out */
#define LINE_CPUS_USED       0x70  /* u64: bit set */
#define LINE_MIGRATIONS      0x78  /* u64: how many; the list has the first LINE_MIGRATION_LIMIT */
#define LINE_WAKE_MAX        0x80  /* u64: ns, the longest latency; it may not be in its bucket yet */
#define LINE_CPU             0x88  /* u32 */
#define LINE_ENDED           0x98  /* u32: of a thread: 1 = its last numbers are in LINE_LAST */
#define LINE_EXIT_CODE       0x9c  /* u32 */
#define LINE_LAST            0xa0  /* struct account */
#define LINE_PROBLEM         0xc0  /* char[128]: why the worker gave up; empty if it did not */
#define LINE_MIGRATION_LIST  0x180 /* struct migration[64] */
#define LINE_WAKE_BUCKETS    0x580 /* u32[528]: how many latencies fell into each, see below */
#define LINE_WORKING_SET     0xdc0 /* u64: 1 = it has one, so that a move costs it a refill */
#define LINE_REFILLS         0xdc8 /* u64: how many it has begun */
#define LINE_REFILL_NANOS    0xdd0 /* u64: what it has paid for them so far, as work */
#define LINE_SIZE            0xe00
#define LINE_PROBLEM_SIZE    0x80
#define LINE_MIGRATION_LIMIT 64

/* struct gap */
#define GAP_NANOS 0x00 /* u64 */
#define GAP_AT    0x08 /* u64: when it began */
#define GAP_CPU   0x10 /* u64: where it ended */
#define GAP_SIZE  0x18

/* struct migration */
#define MIGRATION_AT   0x00 /* u64 */
#define MIGRATION_FROM 0x08 /* u32 */
#define MIGRATION_TO   0x0c /* u32 */
#define MIGRATION_SIZE 0x10

/* Buckets of latencies: below BUCKET_STEPS ns each has its own, above that each doubling is divided into BUCKET_STEPS
 * equal parts; the last one also takes everything longer. */
#define BUCKET_STEPS     16
#define BUCKET_STEP_BITS 4
#define BUCKET_COUNT     528

#endif
