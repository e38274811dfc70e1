package org.schedlab.guest.agent;

/// The constants of `src/main/c/mailbox.h`, by the same names; a test keeps the two in step. What they mean
/// is told there.
///
/// The names are in capitals with the prefix of the struct they belong to; offsets are in bytes.
final class MailboxLayout {
    static final long MAILBOX_PHYSICAL_ADDRESS = 0x8000000;
    static final long MAILBOX_SIZE = 0x400000;
    static final long MAILBOX_RENDEZVOUS_ADDRESS = 0x5ced1ab000L;
    static final long MAILBOX_MAGIC_VALUE = 0x62616c6465686373L;
    static final long MAILBOX_VERSION_VALUE = 1;
    static final long MAILBOX_MAGIC = 0x00;
    static final long MAILBOX_VERSION = 0x08;
    static final long MAILBOX_GUEST_TIME = 0x10;
    static final long MAILBOX_PASS = 0x18;
    static final long MAILBOX_REQUEST_ID = 0x20;
    static final long MAILBOX_COMMAND = 0x28;
    static final long MAILBOX_REQUEST_SIZE = 0x30;
    static final long MAILBOX_ARGUMENT_0 = 0x38;
    static final long MAILBOX_ARGUMENT_1 = 0x40;
    static final long MAILBOX_REPLY_ID = 0x48;
    static final long MAILBOX_ERROR = 0x50;
    static final long MAILBOX_REPLY_SIZE = 0x58;
    static final long MAILBOX_RESULT_0 = 0x60;
    static final long MAILBOX_REQUEST_BYTES = 0x1000;
    static final long MAILBOX_REQUEST_LIMIT = 0x1ff000;
    static final long MAILBOX_REPLY_BYTES = 0x200000;
    static final long MAILBOX_REPLY_LIMIT = 0x200000;

    static final long COMMAND_INFO = 1;
    static final long COMMAND_RUN = 2;
    static final long COMMAND_SPAWN = 3;
    static final long COMMAND_STOP = 4;
    static final long COMMAND_REPORT = 5;
    static final long COMMAND_ATTACH = 6;
    static final long COMMAND_DETACH = 7;
    static final long COMMAND_SCHEDULER_STATE = 8;
    static final long COMMAND_READ_FILE = 9;
    static final long COMMAND_KILL = 10;
    static final long COMMAND_SYSRQ = 11;
    static final long COMMAND_REPLACE = 12;
    static final long COMMAND_SCHEDULER_EXIT = 30;
    static final long COMMAND_SCHEDULER_MAPS = 31;
    static final long COMMAND_MAP_READ = 32;
    static final long COMMAND_EDIT_CGROUPS = 50;
    static final long COMMAND_CGROUPS = 51;
    static final long COMMAND_SET_AFFINITY = 52;

    static final int INFO_RELEASE = 0x00;
    static final int INFO_KERNEL_VERSION = 0x80;
    static final int INFO_CPUS = 0x100;
    static final int INFO_MEMORY_BYTES = 0x108;
    static final int INFO_TICKS_PER_SECOND = 0x110;
    static final int INFO_QUANTUM_NANOS = 0x118;
    static final int INFO_AGENT_PRIORITY = 0x120;
    static final int INFO_WORKER_LIMIT = 0x128;
    static final int INFO_SIZE = 0x130;

    static final int SPAWN_KIND = 0x00;
    static final int SPAWN_COUNT = 0x08;
    static final int SPAWN_POLICY = 0x10;
    static final int SPAWN_PRIORITY = 0x18;
    static final int SPAWN_NICE = 0x20;
    static final int SPAWN_SLEEP_NANOS = 0x28;
    static final int SPAWN_COMM = 0x30;
    static final int SPAWN_CPUS = 0x40;
    static final int SPAWN_SIZE = 0xc0;
    static final int SPAWN_KIND_SPIN = 1;
    static final int SPAWN_KIND_SLEEP = 2;
    static final int SPAWN_KIND_YIELD = 3;

    static final int WORKER_PID = 0x00;
    static final int WORKER_START_TICKS = 0x08;
    static final int WORKER_COMM = 0x10;
    static final int WORKER_SIZE = 0x20;

    static final int REPORT_PID = 0x00;
    static final int REPORT_ITERATIONS = 0x08;
    static final int REPORT_CPU_NANOS = 0x10;
    static final int REPORT_RUN_DELAY_NANOS = 0x18;
    static final int REPORT_TIMESLICES = 0x20;
    static final int REPORT_USER_TICKS = 0x28;
    static final int REPORT_SYSTEM_TICKS = 0x30;
    static final int REPORT_ENDING = 0x38;
    static final int REPORT_ENDING_CODE = 0x40;
    static final int REPORT_SIZE = 0x48;
    static final int REPORT_ENDING_ALIVE = 0;
    static final int REPORT_ENDING_EXITED = 1;
    static final int REPORT_ENDING_KILLED = 2;
    static final int REPORT_ENDING_STOPPED = 3;

    static final int SCHEDULER_STATE = 0x00;
    static final int SCHEDULER_OPS = 0x20;
    static final int SCHEDULER_DISPATCHED = 0xa0;
    static final int SCHEDULER_EXIT_KIND = 0xa8;
    static final int SCHEDULER_EXIT_CODE = 0xb0;
    static final int SCHEDULER_EXIT_REASON = 0xb8;
    static final int SCHEDULER_EXIT_MESSAGE = 0x138;
    static final int SCHEDULER_ATTACHED = 0x538;
    static final int SCHEDULER_LOAD_NANOS = 0x540;
    static final int SCHEDULER_INSTRUCTIONS = 0x548;
    static final int SCHEDULER_SIZE = 0x550;

    static final int EXIT_KIND = 0x00;
    static final int EXIT_CODE = 0x08;
    static final int EXIT_AT_NANOS = 0x10;
    static final int EXIT_FRAMES = 0x18;
    static final int EXIT_BACKTRACE = 0x20;
    static final int EXIT_REASON = 0x120;
    static final int EXIT_MESSAGE = 0x1a0;
    static final int EXIT_DUMP = 0x5a0;
    static final int EXIT_SIZE = 0x85a0;
    static final int EXIT_FRAMES_LIMIT = 32;

    static final int SCHEDULER_MAP_FD = 0x00;
    static final int SCHEDULER_MAP_ID = 0x08;
    static final int SCHEDULER_MAP_TYPE = 0x10;
    static final int SCHEDULER_MAP_KEY_BYTES = 0x18;
    static final int SCHEDULER_MAP_VALUE_BYTES = 0x20;
    static final int SCHEDULER_MAP_ENTRIES = 0x28;
    static final int SCHEDULER_MAP_NAME = 0x30;
    static final int SCHEDULER_MAP_SIZE = 0x70;

    static final int CGROUP_EDIT_KIND = 0x00;
    static final int CGROUP_EDIT_PID = 0x08;
    static final int CGROUP_EDIT_START_TICKS = 0x10;
    static final int CGROUP_EDIT_PATH = 0x18;
    static final int CGROUP_EDIT_FILE = 0x118;
    static final int CGROUP_EDIT_TEXT = 0x158;
    static final int CGROUP_EDIT_SIZE = 0x258;
    static final int CGROUP_EDIT_KIND_MAKE = 1;
    static final int CGROUP_EDIT_KIND_WRITE = 2;
    static final int CGROUP_EDIT_KIND_MOVE = 3;
    static final int CGROUP_EDIT_KIND_MOVE_ALL = 4;
    static final int CGROUP_EDIT_KIND_REMOVE = 5;

    static final int CGROUP_STATE_PATH = 0x00;
    static final int CGROUP_STATE_WEIGHT = 0x100;
    static final int CGROUP_STATE_TASKS = 0x108;
    static final int CGROUP_STATE_FROZEN = 0x110;
    static final int CGROUP_STATE_MAX = 0x118;
    static final int CGROUP_STATE_CPUS = 0x158;
    static final int CGROUP_STATE_EFFECTIVE_CPUS = 0x258;
    static final int CGROUP_STATE_CPU_STAT = 0x358;
    static final int CGROUP_STATE_SIZE = 0x758;

    static final long COMMAND_KEEP_FILE = 40;
    static final long COMMAND_PLACE_FILE = 41;
    static final long COMMAND_PROGRAM_START = 42;
    static final long COMMAND_PROGRAM_STATE = 43;
    static final long COMMAND_PROGRAM_SIGNAL = 44;
    static final long COMMAND_PROGRAM_AWAIT = 45;
    static final long COMMAND_SCHEDULER_AWAIT = 46;
    static final long COMMAND_SCHEDULER_PROGRAM = 47;
    static final int KEEP_OFFSET = 0x00;
    static final int KEEP_WHOLE = 0x08;
    static final int KEEP_NAME = 0x10;
    static final int KEEP_SIZE = 0x90;
    static final int PLACE_MODE = 0x00;
    static final int PLACE_NAME = 0x08;
    static final int PLACE_SIZE = 0x88;
    static final int START_POLICY = 0x00;
    static final int START_PRIORITY = 0x08;
    static final int START_NICE = 0x10;
    static final int START_CPUS = 0x18;
    static final int START_ARGUMENTS = 0x98;
    static final int START_ENVIRONMENT = 0xa0;
    static final int START_SCHEDULER = 0xa8;
    static final int START_SIZE = 0xb0;
    static final int PROGRAM_PID = 0x00;
    static final int PROGRAM_START_TICKS = 0x08;
    static final int PROGRAM_STARTED = 0x10;
    static final int PROGRAM_ENDED = 0x18;
    static final int PROGRAM_ENDING = 0x20;
    static final int PROGRAM_ENDING_CODE = 0x28;
    static final int PROGRAM_CPU_NANOS = 0x30;
    static final int PROGRAM_PRINTED = 0x38;
    static final int PROGRAM_CUT = 0x40;
    static final int PROGRAM_BEFORE_CUT = 0x48;
    static final int PROGRAM_SIZE = 0x50;
    static final int OUTPUT_TIME = 0x00;
    static final int OUTPUT_STREAM = 0x08;
    static final int OUTPUT_BYTES = 0x10;
    static final int OUTPUT_SIZE = 0x18;
    static final int SCHEDULER_AWAIT_LATER = 0;
    static final int SCHEDULER_AWAIT_CHARGE = 1;
    static final int SCHEDULER_AWAIT_ENDED = 2;
    static final int SCHEDULER_AWAIT_IDLE = 3;

    private MailboxLayout() {}
}
