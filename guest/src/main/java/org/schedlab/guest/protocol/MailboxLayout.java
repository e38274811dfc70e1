package org.schedlab.guest.protocol;

import org.schedlab.vm.spec.GuestLayout;

/// The constants of `src/main/c/mailbox.h`, by the same names; a test keeps the two in step. What
/// they mean is told there.
///
/// The names are in capitals with the prefix of the struct they belong to; offsets are in bytes.
public final class MailboxLayout {
    public static final long MAILBOX_PHYSICAL_ADDRESS = GuestLayout.MAILBOX_ADDRESS;
    public static final long MAILBOX_SIZE = GuestLayout.MAILBOX_BYTES;
    public static final long MAILBOX_RENDEZVOUS_ADDRESS = GuestLayout.FREEZE_POINT;
    public static final long MAILBOX_MAGIC_VALUE = 0x62616c6465686373L;
    public static final long MAILBOX_VERSION_VALUE = 1;
    public static final long MAILBOX_MAGIC = 0x00;
    public static final long MAILBOX_VERSION = 0x08;
    public static final long MAILBOX_GUEST_TIME = 0x10;
    public static final long MAILBOX_PASS = GuestLayout.PASS_OFFSET;
    public static final long MAILBOX_REQUEST_ID = 0x20;
    public static final long MAILBOX_COMMAND = 0x28;
    public static final long MAILBOX_REQUEST_SIZE = 0x30;
    public static final long MAILBOX_ARGUMENT_0 = 0x38;
    public static final long MAILBOX_ARGUMENT_1 = 0x40;
    public static final long MAILBOX_REPLY_ID = 0x48;
    public static final long MAILBOX_ERROR = 0x50;
    public static final long MAILBOX_REPLY_SIZE = 0x58;
    public static final long MAILBOX_RESULT_0 = 0x60;
    public static final long MAILBOX_RELEASED = GuestLayout.RELEASED_OFFSET;
    public static final long MAILBOX_WORKERS = 0xa0;
    public static final long MAILBOX_WORKER_LINES = 0xa8;
    public static final long MAILBOX_DOING = 0xb0;
    public static final int MAILBOX_DOING_SIZE = 0x80;
    public static final long MAILBOX_REQUEST_BYTES = 0x1000;
    public static final long MAILBOX_REQUEST_LIMIT = 0x1ff000;
    public static final long MAILBOX_REPLY_BYTES = 0x200000;
    public static final long MAILBOX_REPLY_LIMIT = 0x200000;

    public static final long COMMAND_INFO = 1;
    public static final long COMMAND_RUN = 2;
    public static final long COMMAND_SPAWN = 3;
    public static final long COMMAND_STOP = 4;
    public static final long COMMAND_ATTACH = 6;
    public static final long COMMAND_DETACH = 7;
    public static final long COMMAND_SCHEDULER_STATE = 8;
    public static final long COMMAND_READ_FILE = 9;
    public static final long COMMAND_KILL = 10;
    public static final long COMMAND_SYSRQ = 11;
    public static final long COMMAND_WRITE_FILE = 13;
    public static final long COMMAND_REPLACE = 12;
    public static final long COMMAND_SCHEDULER_EXIT = 30;
    public static final long COMMAND_SCHEDULER_MAPS = 31;
    public static final long COMMAND_MAP_READ = 32;
    public static final long COMMAND_EDIT_CGROUPS = 50;
    public static final long COMMAND_CGROUPS = 51;
    public static final long COMMAND_SET_AFFINITY = 52;
    public static final long COMMAND_SET_ATTRIBUTES = 53;

    public static final int INFO_RELEASE = 0x00;
    public static final int INFO_KERNEL_VERSION = 0x80;
    public static final int INFO_CPUS = 0x100;
    public static final int INFO_MEMORY_BYTES = 0x108;
    public static final int INFO_TICKS_PER_SECOND = 0x110;
    public static final int INFO_QUANTUM_NANOS = 0x118;
    public static final int INFO_AGENT_PRIORITY = 0x120;
    public static final int INFO_WORKER_LIMIT = 0x128;
    public static final int INFO_SIZE = 0x130;

    public static final int SPAWN_KIND = 0x00;
    public static final int SPAWN_COUNT = 0x08;
    public static final int SPAWN_GROUP = 0x10;
    public static final int SPAWN_POLICY = 0x18;
    public static final int SPAWN_PRIORITY = 0x20;
    public static final int SPAWN_NICE = 0x28;
    public static final int SPAWN_DEADLINE_RUNTIME = 0x30;
    public static final int SPAWN_DEADLINE = 0x38;
    public static final int SPAWN_DEADLINE_PERIOD = 0x40;
    public static final int SPAWN_THREADS = 0x48;
    public static final int SPAWN_CPU_SETS = 0x50;
    public static final int SPAWN_SEED = 0x58;
    public static final int SPAWN_COMM = 0x60;
    public static final int SPAWN_PARAMETERS = 0x70;
    public static final int SPAWN_PHASES = 0xb0;
    public static final int SPAWN_PHASE_LIST = 0xb8;
    public static final int SPAWN_CGROUP = 0x1b8;
    public static final int SPAWN_SIZE = 0x2b8;
    public static final int SPAWN_CPU_SET_SIZE = 0x80;
    public static final int SPAWN_PHASE_LIMIT = 16;

    public static final int ATTRIBUTES_WHAT = 0x00;
    public static final int ATTRIBUTES_POLICY = 0x08;
    public static final int ATTRIBUTES_PRIORITY = 0x10;
    public static final int ATTRIBUTES_NICE = 0x18;
    public static final int ATTRIBUTES_RUNTIME = 0x20;
    public static final int ATTRIBUTES_DEADLINE = 0x28;
    public static final int ATTRIBUTES_PERIOD = 0x30;
    public static final int ATTRIBUTES_CLAMP_MIN = 0x38;
    public static final int ATTRIBUTES_CLAMP_MAX = 0x40;
    public static final int ATTRIBUTES_SIZE = 0x48;
    public static final int ATTRIBUTES_OF_POLICY = 1;
    public static final int ATTRIBUTES_OF_NICE = 2;
    public static final int ATTRIBUTES_OF_SLICE = 3;
    public static final int ATTRIBUTES_OF_CLAMP = 4;

    public static final int INSTRUCTION_NANOS = 2;
    public static final int WORK_SPIN_WAIT = 1;
    public static final int WORK_SLEEP = 2;
    public static final int WORK_YIELD_HEAVY = 3;
    public static final int WORK_MIXED = 4;
    public static final int WORK_BURSTY = 5;
    public static final int WORK_IDLE_CHURN = 6;
    public static final int WORK_SEQUENCE = 7;
    public static final int WORK_PIPE_IO = 8;
    public static final int WORK_FUTEX_PING_PONG = 9;
    public static final int WORK_FUTEX_FAN_OUT = 10;
    public static final int WORK_WAKE_CHAIN = 11;
    public static final int WORK_THUNDERING_HERD = 12;
    public static final int WORK_PRODUCER_CONSUMER = 13;
    public static final int WORK_TIMER_LATENCY = 14;
    public static final int WORK_FORK_EXIT = 15;
    public static final int WORK_NICE_SWEEP = 16;
    public static final int WORK_AFFINITY_CHURN = 17;
    public static final int WORK_POLICY_CHURN = 18;
    public static final int WORK_PAGE_FAULT_CHURN = 19;
    public static final int WORK_CACHE_PRESSURE = 20;
    public static final int WORK_MUTEX_CONTENTION = 21;
    public static final int WORK_PRIORITY_INVERSION = 22;
    public static final int WORK_RT_STARVATION = 23;
    public static final int WORK_CGROUP_CHURN = 24;
    public static final int WORK_CUSTOM = 25;
    public static final int WORK_KINDS = 25;
    public static final int INVERSION_HIGH_PRIORITY = 40;
    public static final int INVERSION_MEDIUM_PRIORITY = 30;

    public static final int PHASE_KIND = 0x00;
    public static final int PHASE_NANOS = 0x08;
    public static final int PHASE_SIZE = 0x10;
    public static final int PHASE_KIND_SPIN = 1;
    public static final int PHASE_KIND_SLEEP = 2;
    public static final int PHASE_KIND_YIELD = 3;
    public static final int PHASE_KIND_IO = 4;

    public static final int WORKER_PID = 0x00;
    public static final int WORKER_START_TICKS = 0x08;
    public static final int WORKER_COMM = 0x10;
    public static final int WORKER_SIZE = 0x20;

    public static final int REPORT_ENDING_ALIVE = 0;
    public static final int REPORT_ENDING_EXITED = 1;
    public static final int REPORT_ENDING_KILLED = 2;
    public static final int REPORT_ENDING_STOPPED = 3;

    public static final int ACCOUNT_CPU_NANOS = 0x00;
    public static final int ACCOUNT_RUN_DELAY_NANOS = 0x08;
    public static final int ACCOUNT_TIMESLICES = 0x10;
    public static final int ACCOUNT_UNTIL = 0x18;

    public static final int KEPT_PID = 0x00;
    public static final int KEPT_PROCESS = 0x04;
    public static final int KEPT_START_TICKS = 0x08;
    public static final int KEPT_OPENED_AT = 0x10;
    public static final int KEPT_OPENED_TICKS = 0x18;
    public static final int KEPT_START = 0x20;
    public static final int KEPT_LAST = 0x38;
    public static final int KEPT_ENDED_AT = 0x58;
    public static final int KEPT_ENDING = 0x60;
    public static final int KEPT_ENDING_CODE = 0x68;
    public static final int KEPT_COUNTER = 0x70;
    public static final int KEPT_LIMIT = 512;
    public static final int KEPT_SIZE = 0x98;

    public static final int LINE_GAP_PLACE = 0x0c;
    public static final int LINE_WORK_UNITS = 0x28;
    public static final int LINE_SEEN_AT = 0x30;
    public static final int LINE_WAITING_UNTIL = 0x38;
    public static final int LINE_GAPS = 0x40;
    public static final int LINE_CPUS_USED = 0x70;
    public static final int LINE_MIGRATIONS = 0x78;
    public static final int LINE_WAKE_MAX = 0x80;
    public static final int LINE_CPU = 0x88;
    public static final int LINE_ENDED = 0x98;
    public static final int LINE_EXIT_CODE = 0x9c;
    public static final int LINE_LAST = 0xa0;
    public static final int LINE_PROBLEM = 0xc0;
    public static final int LINE_MIGRATION_LIST = 0x180;
    public static final int LINE_WAKE_BUCKETS = 0x580;
    public static final int LINE_SIZE = 0xdc0;
    public static final int LINE_PROBLEM_SIZE = 0x80;
    public static final int LINE_MIGRATION_LIMIT = 64;

    public static final int GAP_NANOS = 0x00;
    public static final int GAP_AT = 0x08;
    public static final int GAP_CPU = 0x10;
    public static final int GAP_SIZE = 0x18;

    public static final int MIGRATION_AT = 0x00;
    public static final int MIGRATION_FROM = 0x08;
    public static final int MIGRATION_TO = 0x0c;
    public static final int MIGRATION_SIZE = 0x10;

    public static final int BUCKET_STEPS = 16;
    public static final int BUCKET_STEP_BITS = 4;
    public static final int BUCKET_COUNT = 528;

    public static final int SCHEDULER_STATE = 0x00;
    public static final int SCHEDULER_OPS = 0x20;
    public static final int SCHEDULER_DISPATCHED = 0xa0;
    public static final int SCHEDULER_EXIT_KIND = 0xa8;
    public static final int SCHEDULER_EXIT_CODE = 0xb0;
    public static final int SCHEDULER_EXIT_REASON = 0xb8;
    public static final int SCHEDULER_EXIT_MESSAGE = 0x138;
    public static final int SCHEDULER_ATTACHED = 0x538;
    public static final int SCHEDULER_LOAD_NANOS = 0x540;
    public static final int SCHEDULER_INSTRUCTIONS = 0x548;
    public static final int SCHEDULER_SIZE = 0x550;
    public static final int SCHEDULER_ATTACHED_HERE = 1;
    public static final int SCHEDULER_ATTACHED_BY_OTHERS = 2;

    public static final int EXIT_KIND = 0x00;
    public static final int EXIT_CODE = 0x08;
    public static final int EXIT_AT_NANOS = 0x10;
    public static final int EXIT_FRAMES = 0x18;
    public static final int EXIT_BACKTRACE = 0x20;
    public static final int EXIT_REASON = 0x120;
    public static final int EXIT_MESSAGE = 0x1a0;
    public static final int EXIT_DUMP = 0x5a0;
    public static final int EXIT_SIZE = 0x85a0;
    public static final int EXIT_FRAMES_LIMIT = 32;

    public static final int SCHEDULER_MAP_FD = 0x00;
    public static final int SCHEDULER_MAP_ID = 0x08;
    public static final int SCHEDULER_MAP_TYPE = 0x10;
    public static final int SCHEDULER_MAP_KEY_BYTES = 0x18;
    public static final int SCHEDULER_MAP_VALUE_BYTES = 0x20;
    public static final int SCHEDULER_MAP_ENTRIES = 0x28;
    public static final int SCHEDULER_MAP_NAME = 0x30;
    public static final int SCHEDULER_MAP_SIZE = 0x70;

    public static final int CGROUP_EDIT_KIND = 0x00;
    public static final int CGROUP_EDIT_PID = 0x08;
    public static final int CGROUP_EDIT_START_TICKS = 0x10;
    public static final int CGROUP_EDIT_PATH = 0x18;
    public static final int CGROUP_EDIT_FILE = 0x118;
    public static final int CGROUP_EDIT_TEXT = 0x158;
    public static final int CGROUP_EDIT_SIZE = 0x258;
    public static final int CGROUP_EDIT_KIND_MAKE = 1;
    public static final int CGROUP_EDIT_KIND_WRITE = 2;
    public static final int CGROUP_EDIT_KIND_MOVE = 3;
    public static final int CGROUP_EDIT_KIND_MOVE_ALL = 4;
    public static final int CGROUP_EDIT_KIND_REMOVE = 5;

    public static final int CGROUP_STATE_PATH = 0x00;
    public static final int CGROUP_STATE_WEIGHT = 0x100;
    public static final int CGROUP_STATE_TASKS = 0x108;
    public static final int CGROUP_STATE_FROZEN = 0x110;
    public static final int CGROUP_STATE_MAX = 0x118;
    public static final int CGROUP_STATE_CPUS = 0x158;
    public static final int CGROUP_STATE_EFFECTIVE_CPUS = 0x258;
    public static final int CGROUP_STATE_CPU_STAT = 0x358;
    public static final int CGROUP_STATE_SIZE = 0x758;

    public static final long COMMAND_KEEP_FILE = 40;
    public static final long COMMAND_PLACE_FILE = 41;
    public static final long COMMAND_PROGRAM_START = 42;
    public static final long COMMAND_PROGRAM_STATE = 43;
    public static final long COMMAND_PROGRAM_SIGNAL = 44;
    public static final long COMMAND_PROGRAM_AWAIT = 45;
    public static final long COMMAND_SCHEDULER_AWAIT = 46;
    public static final long COMMAND_SCHEDULER_PROGRAM = 47;
    public static final long COMMAND_PROGRAM_PREPARE = 48;
    public static final int KEEP_OFFSET = 0x00;
    public static final int KEEP_WHOLE = 0x08;
    public static final int KEEP_NAME = 0x10;
    public static final int KEEP_SIZE = 0x90;
    public static final int PLACE_MODE = 0x00;
    public static final int PLACE_NAME = 0x08;
    public static final int PLACE_SIZE = 0x88;
    public static final int START_POLICY = 0x00;
    public static final int START_PRIORITY = 0x08;
    public static final int START_NICE = 0x10;
    public static final int START_CPUS = 0x18;
    public static final int START_ARGUMENTS = 0x98;
    public static final int START_ENVIRONMENT = 0xa0;
    public static final int START_SCHEDULER = 0xa8;
    public static final int START_SIZE = 0xb0;
    public static final int PROGRAM_PID = 0x00;
    public static final int PROGRAM_START_TICKS = 0x08;
    public static final int PROGRAM_STARTED = 0x10;
    public static final int PROGRAM_ENDED = 0x18;
    public static final int PROGRAM_ENDING = 0x20;
    public static final int PROGRAM_ENDING_CODE = 0x28;
    public static final int PROGRAM_CPU_NANOS = 0x30;
    public static final int PROGRAM_PRINTED = 0x38;
    public static final int PROGRAM_CUT = 0x40;
    public static final int PROGRAM_BEFORE_CUT = 0x48;
    public static final int PROGRAM_RUN_DELAY = 0x50;
    public static final int PROGRAM_SIZE = 0x58;
    public static final int OUTPUT_TIME = 0x00;
    public static final int OUTPUT_STREAM = 0x08;
    public static final int OUTPUT_BYTES = 0x10;
    public static final int OUTPUT_SIZE = 0x18;
    public static final int SCHEDULER_AWAIT_LATER = 0;
    public static final int SCHEDULER_AWAIT_CHARGE = 1;
    public static final int SCHEDULER_AWAIT_ENDED = 2;
    public static final int SCHEDULER_AWAIT_IDLE = 3;

    private MailboxLayout() {}
}
