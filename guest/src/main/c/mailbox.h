/* SPDX-License-Identifier: Apache-2.0
 *
 * The mailbox: how the host talks to the agent. Open this file first.
 *
 * The mailbox is guest-physical memory that the kernel leaves alone (memmap=4M$0x8000000). The host writes a request
 * while the guest stands, rings the doorbell (bell.c), and finds the reply when the agent has come to the rendezvous:
 * one request, one pass. Numbers are little-endian. Of workers the host also reads
 * what worker_memory.h tells. The Java class MailboxLayout holds the same constants under the
 * same names; a test reads this header and compares, so each value stands here once, as a plain number.
 *
 * In a live machine (kernel option schedlab.live) the agent waits at the rendezvous until the host says that it may go
 * on, and time passes. The host may write a request then without stopping the machine.
 *
 * From the start of the mailbox:
 *   0         header, below
 *   0x1000    request bytes (up to 0x1ff000)
 *   0x200000  reply bytes (up to 0x200000)
 */
#ifndef SCHEDLAB_MAILBOX_H
#define SCHEDLAB_MAILBOX_H

#include "worker_memory.h"

#define MAILBOX_PHYSICAL_ADDRESS   0x8000000
#define MAILBOX_SIZE               0x400000
#define MAILBOX_RENDEZVOUS_ADDRESS 0x5ced1ab000

/* Header. The agent writes the first four and the reply; the host writes the request. A request is new when its id
 * differs from the reply's id. Arguments are 64-bit numbers whose meaning is told with each command. */
#define MAILBOX_MAGIC_VALUE   0x62616c6465686373 /* "schedlab" */
#define MAILBOX_VERSION_VALUE 1
#define MAILBOX_MAGIC         0x00 /* u64 */
#define MAILBOX_VERSION       0x08 /* u64 */
#define MAILBOX_GUEST_TIME    0x10 /* u64: CLOCK_MONOTONIC in ns, read just before the rendezvous */
#define MAILBOX_PASS          0x18 /* u64: rendezvous reached so far; the first is 1 */
#define MAILBOX_REQUEST_ID    0x20 /* u64 */
#define MAILBOX_COMMAND       0x28 /* u64 */
#define MAILBOX_REQUEST_SIZE  0x30 /* u64: bytes at MAILBOX_REQUEST_BYTES */
#define MAILBOX_ARGUMENT_0    0x38 /* u64 */
#define MAILBOX_ARGUMENT_1    0x40 /* u64 */
#define MAILBOX_REPLY_ID      0x48 /* u64 */
#define MAILBOX_ERROR         0x50 /* u64: 0, or an errno; then the reply bytes are text for the user */
#define MAILBOX_REPLY_SIZE    0x58 /* u64: bytes at MAILBOX_REPLY_BYTES */
#define MAILBOX_RESULT_0      0x60 /* u64 */
#define MAILBOX_RELEASED      0x68 /* u64: live machines only: the pass that the host has let go from the rendezvous */
#define MAILBOX_WORKERS       0xa0 /* u64: from the first SPAWN on, the agent's address of its array of struct kept */
#define MAILBOX_WORKER_LINES  0xa8 /* u64: and of its array of struct line */
#define MAILBOX_DOING         0xb0 /* char[128]: which step of the command the agent is at; empty if it does not tell */
#define MAILBOX_DOING_SIZE    0x80
#define MAILBOX_REQUEST_BYTES 0x1000
#define MAILBOX_REQUEST_LIMIT 0x1ff000
#define MAILBOX_REPLY_BYTES   0x200000
#define MAILBOX_REPLY_LIMIT   0x200000

/* INFO: nothing in, struct info out. */
#define COMMAND_INFO 1
/* RUN: for live machines. Argument 0 is the CLOCK_MONOTONIC time in ns to sleep to. A time that has passed is no error.
 */
#define COMMAND_RUN 2
/* SPAWN: struct spawn in, one struct worker per worker out. All or none. */
#define COMMAND_SPAWN 3
/* STOP: struct worker array in (pid and start time are read), nothing out. Kills, waits until dead. */
#define COMMAND_STOP 4
/* ATTACH: a BPF object in, struct scheduler out. Argument 0: how long to wait, in ns of guest time.
 * Argument 1: length of the name that stands before the object's bytes. */
#define COMMAND_ATTACH 6
/* DETACH: nothing in, struct scheduler out. */
#define COMMAND_DETACH 7
/* SCHEDULER_STATE: nothing in, struct scheduler out. */
#define COMMAND_SCHEDULER_STATE 8
/* READ_FILE: a path in, bytes out. Argument 0 is the offset; at offset 0 the whole file is read and kept, so that later
 * offsets continue the same content. Result 0 is the size of the whole. */
#define COMMAND_READ_FILE 9
/* KILL: argument 0 is a pid, argument 1 a signal. */
#define COMMAND_KILL 10
/* SYSRQ: argument 0 is the letter for /proc/sysrq-trigger; 'c' panics the guest. */
#define COMMAND_SYSRQ 11
/* WRITE_FILE: a path and bytes in, written by one write(2) to a file that is emptied before, and made if there is none.
 * Argument 0 is the length of the path. */
#define COMMAND_WRITE_FILE 13
/* REPLACE: as ATTACH, also while a scheduler is attached. The new one is loaded (and verified) before the old one goes;
 * when it is refused after that, the old one is attached again and the error's text says so. */
#define COMMAND_REPLACE 12
/* SCHEDULER_EXIT: struct exit out: how the present scheduler ended, or the last one when none is attached. Argument 0:
 * 1 asks for the last one that was let go, also when another has taken its place. */
#define COMMAND_SCHEDULER_EXIT 30
/* SCHEDULER_MAPS: nothing in, struct map array out: the maps of the scheduler that is attached. */
#define COMMAND_SCHEDULER_MAPS 31
/* MAP_READ: argument 0 is SCHEDULER_MAP_ID of one of these maps. Out: for each entry the key, then the value, or one
 * value for each possible CPU where each CPU has its own; each key and value padded to 8 bytes. Result 0 is the number
 * of entries. */
#define COMMAND_MAP_READ 32
/* EDIT_CGROUPS: struct cgroup_edit array in, nothing out. Done in order, all or none; removals stand last. */
#define COMMAND_EDIT_CGROUPS 50
/* CGROUPS: nothing in, one struct cgroup_state per cgroup out, the root first and parents before children. */
#define COMMAND_CGROUPS 51
/* SET_AFFINITY: u8[128] bit set of CPUs and struct worker array in (pid and start time are read). All or none. */
#define COMMAND_SET_AFFINITY 52
/* SET_ATTRIBUTES: struct attributes and struct worker array in (pid and start time are read). All or none. */
#define COMMAND_SET_ATTRIBUTES 53

/* KEEP_FILE: struct keep and bytes in: a piece of a content that stays in the guest under a name, for PLACE_FILE. The
 * pieces come in order; the content is there when the last one is. */
#define COMMAND_KEEP_FILE 40
/* PLACE_FILE: struct place in. Makes a content that is kept appear at a path, folders included; what was there goes.
 * Result 0: 1 = done, 0 = no content of that name is kept. */
#define COMMAND_PLACE_FILE 41
/* PROGRAM_START: struct start in, struct program out. Argument 0: how long to wait for exec, in ns of guest time. */
#define COMMAND_PROGRAM_START 42
/* PROGRAM_STATE: argument 0 is a program's pid, 1 its start time in ticks; struct program out, and struct output. */
#define COMMAND_PROGRAM_STATE 43
/* PROGRAM_SIGNAL: as PROGRAM_STATE, with the signal as a u64 in: sent to the program and all of its process group.
 * Result 0: 1 = sent, 0 = nobody is left in the group. */
#define COMMAND_PROGRAM_SIGNAL 44
/* PROGRAM_AWAIT: as PROGRAM_STATE, with a time in ns as a u64 in: sleeps until the program ends or the time is over. */
#define COMMAND_PROGRAM_AWAIT 45
/* SCHEDULER_AWAIT: as PROGRAM_AWAIT, for a program that is a scheduler: until it is in charge too. Result 0: one of
 * the SCHEDULER_AWAIT numbers. Struct program out. */
#define COMMAND_SCHEDULER_AWAIT 46
/* SCHEDULER_PROGRAM: nothing in. The struct program of the last program started as a scheduler, and the struct start
 * it was started with; no bytes if there was none. */
#define COMMAND_SCHEDULER_PROGRAM 47
/* PROGRAM_PREPARE: struct start in, of which policy, priority, nice and CPUs do not matter. Result 0 is the number that
 * work of kind WORK_CUSTOM names it by; equal requests have equal numbers. */
#define COMMAND_PROGRAM_PREPARE 48
/* SOCKET_ASK: a path, and a line with its end, in; the line that answers it, without its end, out. Argument 0 is the
 * length of the path, 1 how long to wait, in ns. Result 0: 1 = the server was called for this, 0 = it was on the line.
 * ENOENT and ECONNREFUSED: nobody serves there; ETIMEDOUT: no answer within the time. */
#define COMMAND_SOCKET_ASK 49

/* struct info */
#define INFO_RELEASE          0x00  /* char[128]: uname -r */
#define INFO_KERNEL_VERSION   0x80  /* char[128]: uname -v */
#define INFO_CPUS             0x100 /* u64: online */
#define INFO_MEMORY_BYTES     0x108 /* u64: what the kernel manages */
#define INFO_TICKS_PER_SECOND 0x110 /* u64: unit of start times */
#define INFO_QUANTUM_NANOS    0x118 /* u64: 0 = no quantum */
#define INFO_AGENT_PRIORITY   0x120 /* u64: SCHED_FIFO priority of the agent */
#define INFO_WORKER_LIMIT     0x128 /* u64: workers that may be alive at once */
#define INFO_SIZE             0x130

/* struct spawn. After it come SPAWN_CPU_SETS bit sets of CPUs of SPAWN_CPU_SET_SIZE bytes each. */
#define SPAWN_KIND             0x00  /* u64: one of the kinds below */
#define SPAWN_COUNT            0x08  /* u64 */
#define SPAWN_GROUP            0x10  /* u64: workers that work on one thing together; divides the count */
#define SPAWN_POLICY           0x18  /* u64: as in sched_setattr(2); 7 is SCHED_EXT */
#define SPAWN_PRIORITY         0x20  /* u64: for FIFO and RR, below INFO_AGENT_PRIORITY; else 0 */
#define SPAWN_NICE             0x28  /* s64 */
#define SPAWN_DEADLINE_RUNTIME 0x30  /* u64: ns, for DEADLINE, as the next two */
#define SPAWN_DEADLINE         0x38  /* u64: ns */
#define SPAWN_DEADLINE_PERIOD  0x40  /* u64: ns */
#define SPAWN_THREADS          0x48  /* u64: 0 = a process each, 1 = threads of one process */
#define SPAWN_CPU_SETS         0x50  /* u64: worker N takes set N modulo this; 0 = all CPUs */
#define SPAWN_SEED             0x58  /* u64: of what workers draw at random */
#define SPAWN_COMM             0x60  /* char[16]: worker N is called COMM-N, cut to 15 characters */
#define SPAWN_PARAMETERS       0x70  /* u64[8]: told with each kind, in this order */
#define SPAWN_PHASES           0xb0  /* u64: phases of kind SEQUENCE */
#define SPAWN_PHASE_LIST       0xb8  /* struct phase[16] */
#define SPAWN_CGROUP           0x1b8 /* char[256]: where the workers are put, below /sys/fs/cgroup; empty = its root */
#define SPAWN_REFILLS          0x2b8 /* u64[4]: ns of work that a move costs, see below; 0 = nothing */
#define SPAWN_SPANS            0x2d8 /* u64[3]: how many CPUs, numbered in a row, make a core, an LLC, a node */
#define SPAWN_SIZE             0x2f0
#define SPAWN_CPU_SET_SIZE     0x80
#define SPAWN_PHASE_LIMIT      16
/* SPAWN_REFILLS: to another thread of the core, another core of the LLC, another LLC of the node, another node. */

/* struct attributes: what is set, and its values; the others are not read. A policy brings the kernel's slice. */
#define ATTRIBUTES_WHAT      0x00 /* u64: one of those below */
#define ATTRIBUTES_POLICY    0x08 /* u64: as in sched_setattr(2) */
#define ATTRIBUTES_PRIORITY  0x10 /* u64: for FIFO and RR; else 0 */
#define ATTRIBUTES_NICE      0x18 /* s64 */
#define ATTRIBUTES_RUNTIME   0x20 /* u64: ns, for DEADLINE; of ATTRIBUTES_SLICE the slice */
#define ATTRIBUTES_DEADLINE  0x28 /* u64: ns */
#define ATTRIBUTES_PERIOD    0x30 /* u64: ns */
#define ATTRIBUTES_CLAMP_MIN 0x38 /* u64: of 1024 */
#define ATTRIBUTES_CLAMP_MAX 0x40 /* u64: of 1024 */
#define ATTRIBUTES_SIZE      0x48
#define ATTRIBUTES_OF_POLICY 1 /* policy, priority, runtime, deadline, period; nice stays */
#define ATTRIBUTES_OF_NICE   2
#define ATTRIBUTES_OF_SLICE  3 /* of a task of the fair class, 100 us to 100 ms */
#define ATTRIBUTES_OF_CLAMP  4 /* utilization clamps */

/* Kinds of work. A piece of work is given in ns: it is the number of instructions that take as long in this machine. */
#define WORK_SPIN_WAIT            1
#define WORK_SLEEP                2 /* sleep ns */
#define WORK_YIELD_HEAVY          3
#define WORK_MIXED                4  /* work ns between two yields */
#define WORK_BURSTY               5  /* work ns, sleep ns */
#define WORK_IDLE_CHURN           6  /* work ns, sleep ns */
#define WORK_SEQUENCE             7  /* the phase list */
#define WORK_PIPE_IO              8  /* work ns per message */
#define WORK_FUTEX_PING_PONG      9  /* work ns per turn */
#define WORK_FUTEX_FAN_OUT        10 /* work ns per receiver */
#define WORK_WAKE_CHAIN           11 /* work ns per hop, 1 = pipe and 0 = futex */
#define WORK_THUNDERING_HERD      12 /* gap ns, work ns per waiter */
#define WORK_PRODUCER_CONSUMER    13 /* producers, capacity, work ns to produce, work ns to consume */
#define WORK_TIMER_LATENCY        14 /* interval ns */
#define WORK_FORK_EXIT            15
#define WORK_NICE_SWEEP           16 /* work ns at each nice value */
#define WORK_AFFINITY_CHURN       17 /* work ns on each CPU */
#define WORK_POLICY_CHURN         18 /* work ns under each policy */
#define WORK_PAGE_FAULT_CHURN     19 /* region bytes, pages touched, work ns per region */
#define WORK_CACHE_PRESSURE       20 /* buffer bytes, stride bytes */
#define WORK_MUTEX_CONTENTION     21 /* hold ns, work ns outside */
#define WORK_PRIORITY_INVERSION   22 /* high workers, medium workers, hold ns, work ns, 1 = PI mutex and 0 = plain */
#define WORK_RT_STARVATION        23 /* real-time workers, their priority, work ns per unit */
#define WORK_CGROUP_CHURN         24 /* cgroups, cycle ns */
#define WORK_CUSTOM               25 /* a number that PROGRAM_PREPARE gave */
#define WORK_KINDS                25
#define INVERSION_HIGH_PRIORITY   40
#define INVERSION_MEDIUM_PRIORITY 30

/* struct phase */
#define PHASE_KIND       0x00 /* u64 */
#define PHASE_NANOS      0x08 /* u64 */
#define PHASE_SIZE       0x10
#define PHASE_KIND_SPIN  1
#define PHASE_KIND_SLEEP 2
#define PHASE_KIND_YIELD 3
#define PHASE_KIND_IO    4
#define PHASE_KIND_CPU   5 /* works until it has had so much CPU time */
#define PHASE_KIND_WALL  6 /* works until so much time has passed */

/* struct worker */
#define WORKER_PID         0x00 /* u64: of a thread its thread id */
#define WORKER_START_TICKS 0x08 /* u64: field 22 of /proc/PID/stat */
#define WORKER_COMM        0x10 /* char[16] */
#define WORKER_SIZE        0x20

/* How workers and programs ended. */
#define REPORT_ENDING_ALIVE   0
#define REPORT_ENDING_EXITED  1
#define REPORT_ENDING_KILLED  2 /* by a signal that is not ours */
#define REPORT_ENDING_STOPPED 3 /* by STOP */

/* struct keep; then the bytes of the piece. */
#define KEEP_OFFSET 0x00 /* u64: of the piece in the content */
#define KEEP_WHOLE  0x08 /* u64: bytes of the whole content */
#define KEEP_NAME   0x10 /* char[128]: without a slash */
#define KEEP_SIZE   0x90

/* struct place; then the path, up to the end of the request. */
#define PLACE_MODE 0x00 /* u64: permissions */
#define PLACE_NAME 0x08 /* char[128]: as kept */
#define PLACE_SIZE 0x88

/* struct start; then texts that end with a zero each: folder to be in, path, arguments (the first is the program's
 * name), environment. */
#define START_POLICY      0x00 /* u64: as in sched_setscheduler(2) */
#define START_PRIORITY    0x08 /* u64 */
#define START_NICE        0x10 /* s64 */
#define START_CPUS        0x18 /* u8[128]: bit set of CPUs; none set = all CPUs */
#define START_ARGUMENTS   0x98 /* u64: how many */
#define START_ENVIRONMENT 0xa0 /* u64: how many */
#define START_SCHEDULER   0xa8 /* u64: 1 = it is to be a scheduler: nice -20 until it is in charge */
#define START_SIZE        0xb0

/* struct program */
#define PROGRAM_PID         0x00 /* u64: also the number of its process group and session */
#define PROGRAM_START_TICKS 0x08 /* u64: field 22 of /proc/PID/stat */
#define PROGRAM_STARTED     0x10 /* u64: CLOCK_MONOTONIC in ns */
#define PROGRAM_ENDED       0x18 /* u64: when the agent noticed its end; 0 = it has not ended */
#define PROGRAM_ENDING      0x20 /* u64: one of REPORT_ENDING, not STOPPED */
#define PROGRAM_ENDING_CODE 0x28 /* u64: exit status or signal */
#define PROGRAM_CPU_NANOS   0x30 /* u64: /proc/PID/schedstat, time on a CPU */
#define PROGRAM_PRINTED     0x38 /* u64: bytes that it has printed */
#define PROGRAM_CUT         0x40 /* u64: bytes of these that were dropped, after the records of PROGRAM_BEFORE_CUT */
#define PROGRAM_BEFORE_CUT  0x48 /* u64: size of the output records before the cut */
#define PROGRAM_RUN_DELAY   0x50 /* u64: /proc/PID/schedstat, time waiting to run */
#define PROGRAM_SIZE        0x58

/* struct output; then the bytes. */
#define OUTPUT_TIME   0x00 /* u64: CLOCK_MONOTONIC in ns, when the agent read it */
#define OUTPUT_STREAM 0x08 /* u64: file descriptor, 1 or 2 */
#define OUTPUT_BYTES  0x10 /* u64: how many */
#define OUTPUT_SIZE   0x18

/* SCHEDULER_AWAIT */
#define SCHEDULER_AWAIT_LATER  0 /* the time is over */
#define SCHEDULER_AWAIT_CHARGE 1 /* enabled, and a task of policy SCHED_EXT has been put on a CPU since */
#define SCHEDULER_AWAIT_ENDED  2 /* the program has ended */
#define SCHEDULER_AWAIT_IDLE   3 /* the time is over; enabled, but that task was not put on a CPU */

/* struct scheduler. The exit fields tell how the last scheduler attached here ended; kind 0 = none has ended. */
#define SCHEDULER_STATE        0x00  /* char[32]: /sys/kernel/sched_ext/state */
#define SCHEDULER_OPS          0x20  /* char[128]: /sys/kernel/sched_ext/root/ops; empty when disabled */
#define SCHEDULER_DISPATCHED   0xa0  /* u64: times it gave a CPU a task; all ones = it does not count */
#define SCHEDULER_EXIT_KIND    0xa8  /* u64: enum scx_exit_kind */
#define SCHEDULER_EXIT_CODE    0xb0  /* s64 */
#define SCHEDULER_EXIT_REASON  0xb8  /* char[128] */
#define SCHEDULER_EXIT_MESSAGE 0x138 /* char[1024] */
#define SCHEDULER_ATTACHED     0x538 /* u64: 0 = none, or one of the two below */
#define SCHEDULER_LOAD_NANOS   0x540 /* u64: guest time from the object's bytes to its first dispatch */
#define SCHEDULER_INSTRUCTIONS 0x548 /* u64: what the verifier counted, all programs together */
#define SCHEDULER_SIZE         0x550
/* SCHEDULER_ATTACHED: by this agent and not detached; by a program, and enabled */
#define SCHEDULER_ATTACHED_HERE      1
#define SCHEDULER_ATTACHED_BY_OTHERS 2

/* struct exit; kind 0 = none has ended, or it keeps no record */
#define EXIT_KIND         0x00  /* u64: enum scx_exit_kind */
#define EXIT_CODE         0x08  /* s64 */
#define EXIT_AT_NANOS     0x10  /* u64: CLOCK_MONOTONIC */
#define EXIT_FRAMES       0x18  /* u64: how many there were; the backtrace holds the innermost */
#define EXIT_BACKTRACE    0x20  /* u64[32]: kernel addresses */
#define EXIT_REASON       0x120 /* char[128] */
#define EXIT_MESSAGE      0x1a0 /* char[1024] */
#define EXIT_DUMP         0x5a0 /* char[32768]: what each CPU was doing, as the kernel tells it */
#define EXIT_SIZE         0x85a0
#define EXIT_FRAMES_LIMIT 32

/* struct map */
#define SCHEDULER_MAP_FD          0x00 /* u64: the agent's */
#define SCHEDULER_MAP_ID          0x08 /* u64: the kernel's */
#define SCHEDULER_MAP_TYPE        0x10 /* u64: enum bpf_map_type */
#define SCHEDULER_MAP_KEY_BYTES   0x18 /* u64 */
#define SCHEDULER_MAP_VALUE_BYTES 0x20 /* u64 */
#define SCHEDULER_MAP_ENTRIES     0x28 /* u64: the most it can hold */
#define SCHEDULER_MAP_NAME        0x30 /* char[64]: as libbpf calls it: NAME, or OBJECT.SECTION for variables */
#define SCHEDULER_MAP_SIZE        0x70

/* struct cgroup_edit. Paths are relative to /sys/fs/cgroup; the root is "". */
#define CGROUP_EDIT_KIND          0x00  /* u64 */
#define CGROUP_EDIT_PID           0x08  /* u64: for MOVE */
#define CGROUP_EDIT_START_TICKS   0x10  /* u64: for MOVE, the start time that the process must have */
#define CGROUP_EDIT_PATH          0x18  /* char[256] */
#define CGROUP_EDIT_FILE          0x118 /* char[64]: for WRITE */
#define CGROUP_EDIT_TEXT          0x158 /* char[256]: for WRITE; for MOVE_ALL the cgroup to move to */
#define CGROUP_EDIT_SIZE          0x258
#define CGROUP_EDIT_KIND_MAKE     1 /* with those above it, which pass their controllers on */
#define CGROUP_EDIT_KIND_WRITE    2 /* waits for "1" in cgroup.freeze to be true; cpuset.cpus must all be granted */
#define CGROUP_EDIT_KIND_MOVE     3 /* a process into the cgroup */
#define CGROUP_EDIT_KIND_MOVE_ALL 4 /* all processes of the cgroup into another */
#define CGROUP_EDIT_KIND_REMOVE   5 /* with those below it; none of them may have tasks */

/* struct cgroup_state. The root has neither weight, max nor cpus. */
#define CGROUP_STATE_PATH           0x00  /* char[256] */
#define CGROUP_STATE_WEIGHT         0x100 /* u64: cpu.weight; 0 = has none */
#define CGROUP_STATE_TASKS          0x108 /* u64: lines of cgroup.procs */
#define CGROUP_STATE_FROZEN         0x110 /* u64: 1 when cgroup.events says so */
#define CGROUP_STATE_MAX            0x118 /* char[64]: cpu.max */
#define CGROUP_STATE_CPUS           0x158 /* char[256]: cpuset.cpus */
#define CGROUP_STATE_EFFECTIVE_CPUS 0x258 /* char[256]: cpuset.cpus.effective */
#define CGROUP_STATE_CPU_STAT       0x358 /* char[1024]: cpu.stat */
#define CGROUP_STATE_SIZE           0x758

#endif
