package org.schedlab.lab.schedulers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.memory.KernelMemory;

/// The kernel's own state of sched_ext, read from the memory of a guest that stands still: whoever put
/// a scheduler in charge, and without the guest noticing. Stateless.
///
/// The guest may stand at any instruction, in the middle of a change too. What cannot be read then is
/// empty; nothing here throws for it, and nothing is followed further than a fixed number of steps.
///
/// Source: `scx_enable_state_var`, `scx_enable_seq`, `scx_root`, struct scx_sched, struct
/// scx_exit_info, kernel/sched/ext.c and ext_internal.h, Linux 6.16 to 7.3.
public final class SchedExtView {
    private static final String STATE = "scx_enable_state_var";
    private static final String SEQUENCE = "scx_enable_seq";
    private static final String ROOT = "scx_root";
    private static final String SCHED = "struct scx_sched";
    private static final String HOLDERS = "kobj.kref.refcount.refs.counter";
    private static final String INFO = "struct scx_exit_info";
    private static final int NAME_BYTES = 128;
    private static final int REASON_BYTES = 128;
    private static final int MESSAGE_BYTES = 1024;
    private static final int DUMP_BYTES = 1 << 16;
    private static final int MOST_FRAMES = 64;
    private static final int PAGE = 0x1000;
    private static final long LAST_NO_EXIT = 1;

    private SchedExtView() {}

    /// enum scx_enable_state.
    public enum State {
        ENABLING,
        ENABLED,
        DISABLING,
        DISABLED,
        /// The kernel has no such state, or a value that is none.
        UNKNOWN;

        private static State of(Btf btf, long number) {
            Map<String, Long> names =
                    btf.fieldType(btf.require("enum scx_enable_state")).enumNames();
            for (State state : values()) {
                Long value = names.get("SCX_" + state.name().toUpperCase(Locale.ROOT));
                if (value != null && value == number) {
                    return state;
                }
            }
            return UNKNOWN;
        }
    }

    /// What the kernel says.
    ///
    /// @param sequence how often a scheduler has come into charge since boot; the kernel counts a
    ///     little after it says enabled
    /// @param root address of the scheduler's `struct scx_sched`; 0 for none
    /// @param opsName the scheduler's name; empty for none
    public record Seen(State state, long sequence, long root, String opsName) {
        /// Whether a scheduler is in charge.
        public boolean enabled() {
            return state == State.ENABLED;
        }
    }

    /// What the kernel keeps of a scheduler's end.
    ///
    /// @param kind enum scx_exit_kind
    /// @param code the scheduler's own exit code
    /// @param backtrace kernel addresses, innermost first
    /// @param dump what each CPU was doing; empty unless it was an error
    public record Exit(long kind, long code, String reason, String message, List<Long> backtrace, String dump) {
        public Exit {
            backtrace = List.copyOf(backtrace);
        }
    }

    /// What the kernel says now.
    public static Seen look(KernelMemory memory) {
        try {
            long state = memory.space().read(memory.symbolAddress(STATE), Integer.BYTES);
            long sequence = memory.space().readLong(memory.symbolAddress(SEQUENCE));
            long root = memory.space().readLong(memory.symbolAddress(ROOT));
            return new Seen(State.of(memory.image().btf(), state), sequence, root, name(memory, root));
        } catch (LabException unreadable) {
            return new Seen(State.UNKNOWN, 0, 0, "");
        }
    }

    private static String name(KernelMemory memory, long sched) {
        if (sched == 0) {
            return "";
        }
        try {
            return text(memory, memory.reader(SCHED, "ops.name").address(sched), NAME_BYTES);
        } catch (LabException unreadable) {
            return "";
        }
    }

    /// How a scheduler ended, if the kernel still keeps it: as long as the program that attached it
    /// holds on to it.
    ///
    /// @param sched address of its `struct scx_sched`, which may have been given back meanwhile
    /// @param opsName its name, which must stand there
    /// @return empty if it does not, if nobody holds it any more, if it has not ended, or if what
    ///     stands there is not whole
    public static Optional<Exit> exit(KernelMemory memory, long sched, String opsName) {
        if (sched == 0 || !name(memory, sched).equals(opsName)) {
            return Optional.empty();
        }
        try {
            if (memory.reader(SCHED, HOLDERS).read(sched) <= 0) {
                return Optional.empty();
            }
            long info = memory.reader(SCHED, "exit_info").read(sched);
            long kind = number(memory, info, "kind");
            String reason = text(memory, number(memory, info, "reason"), REASON_BYTES);
            if (kind <= LAST_NO_EXIT || reason.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Exit(
                    kind,
                    number(memory, info, "exit_code"),
                    reason,
                    text(memory, number(memory, info, "msg"), MESSAGE_BYTES),
                    frames(memory, number(memory, info, "bt"), number(memory, info, "bt_len")),
                    text(memory, number(memory, info, "dump"), DUMP_BYTES)));
        } catch (LabException unreadable) {
            return Optional.empty();
        }
    }

    private static long number(KernelMemory memory, long info, String member) {
        return memory.reader(INFO, member).read(info);
    }

    private static List<Long> frames(KernelMemory memory, long first, long count) {
        List<Long> frames = new ArrayList<>();
        for (int i = 0; i < Math.clamp(count, 0, MOST_FRAMES); i++) {
            frames.add(memory.space().readLong(first + (long) i * Long.BYTES));
        }
        return frames;
    }

    /// Up to a zero, a page at a time: the next page need not be there.
    private static String text(KernelMemory memory, long start, int limit) {
        StringBuilder text = new StringBuilder();
        if (start == 0) {
            return "";
        }
        long at = start;
        while (at < start + limit) {
            int chunk = (int) Math.min(start + limit - at, PAGE - (at & (PAGE - 1)));
            String piece = new String(memory.space().readBytes(at, chunk), StandardCharsets.ISO_8859_1);
            int end = piece.indexOf('\0');
            text.append(piece, 0, end < 0 ? chunk : end);
            if (end >= 0) {
                break;
            }
            at += chunk;
        }
        return text.toString();
    }
}
