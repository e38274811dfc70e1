package org.schedlab.lab.schedulers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.linux.KernelObject;
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
    private static final int REASON_BYTES = 128;
    private static final int MESSAGE_BYTES = 1024;
    private static final int DUMP_BYTES = 1 << 16;
    private static final int MOST_FRAMES = 64;
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

        private static State of(String name) {
            return Arrays.stream(values())
                    .filter(state -> name.equals("SCX_" + state.name()))
                    .findFirst()
                    .orElse(UNKNOWN);
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
        if (!memory.image().hasSchedExt()) {
            return new Seen(State.UNKNOWN, 0, 0, "");
        }
        try {
            Optional<String> state =
                    KernelObject.global(memory, STATE, "enum scx_enable_state").enumName();
            long sequence = memory.space().readLong(memory.symbolAddress(SEQUENCE));
            long root = memory.space().readLong(memory.symbolAddress(ROOT));
            return new Seen(state.map(State::of).orElse(State.UNKNOWN), sequence, root, name(memory, root));
        } catch (LabException unreadable) {
            return new Seen(State.UNKNOWN, 0, 0, "");
        }
    }

    private static String name(KernelMemory memory, long sched) {
        if (sched == 0) {
            return "";
        }
        try {
            return KernelObject.at(memory, SCHED, sched).member("ops.name").text();
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
            KernelObject scheduler = KernelObject.at(memory, SCHED, sched);
            if (scheduler.member(HOLDERS).number() <= 0) {
                return Optional.empty();
            }
            KernelObject info = scheduler.member("exit_info").dereference();
            long kind = info.member("kind").number();
            String reason = text(info.member("reason"), REASON_BYTES);
            if (kind <= LAST_NO_EXIT || reason.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Exit(
                    kind,
                    info.member("exit_code").number(),
                    reason,
                    text(info.member("msg"), MESSAGE_BYTES),
                    frames(info.member("bt"), info.member("bt_len").number()),
                    text(info.member("dump"), DUMP_BYTES)));
        } catch (LabException unreadable) {
            return Optional.empty();
        }
    }

    private static List<Long> frames(KernelObject first, long count) {
        return LongStream.range(0, Math.clamp(count, 0, MOST_FRAMES))
                .mapToObj(first::element)
                .map(KernelObject::number)
                .toList();
    }

    private static String text(KernelObject pointer, int limit) {
        return pointer.isNull() ? "" : pointer.text(limit);
    }
}
