package org.schedlab.guest.agent;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// All that a scheduler left behind when it ended.
///
/// Source: struct scx_exit_info, kernel/sched/ext_internal.h (Linux 6.18), copied by `scx.bpf.h`.
///
/// @param exit kind, code, reason and message
/// @param atNanos guest time (CLOCK_MONOTONIC) of the callback `exit`
/// @param backtrace kernel addresses of the functions that led to an error, innermost first; else
///     empty
/// @param dump what each CPU was doing, as the kernel tells it; empty unless it was an error
public record ExitRecord(SchedulerExit exit, long atNanos, List<Long> backtrace, String dump) {
    public ExitRecord {
        backtrace = List.copyOf(backtrace);
    }

    /// Bytes of `struct scheduler_exit`, `scx.bpf.h`, as they stand in a scheduler's memory.
    public static final int BYTES = MailboxLayout.EXIT_SIZE;

    /// What a scheduler has recorded, from its memory.
    ///
    /// @param bytes [#BYTES] of them
    /// @return empty if it has not ended, or is just writing
    public static Optional<ExitRecord> of(byte[] bytes) {
        return decode(Fields.of(bytes));
    }

    /// Empty if no scheduler has ended, or it kept no record.
    static Optional<ExitRecord> decode(Fields fields) {
        long kind = fields.number(MailboxLayout.EXIT_KIND);
        if (kind == 0) {
            return Optional.empty();
        }
        var exit = new SchedulerExit(
                kind,
                fields.number(MailboxLayout.EXIT_CODE),
                fields.text(MailboxLayout.EXIT_REASON, MailboxLayout.EXIT_MESSAGE - MailboxLayout.EXIT_REASON),
                fields.text(MailboxLayout.EXIT_MESSAGE, MailboxLayout.EXIT_DUMP - MailboxLayout.EXIT_MESSAGE));
        int frames = (int) Math.min(fields.number(MailboxLayout.EXIT_FRAMES), MailboxLayout.EXIT_FRAMES_LIMIT);
        List<Long> backtrace = IntStream.range(0, frames)
                .mapToObj(frame -> fields.number(MailboxLayout.EXIT_BACKTRACE + frame * Long.BYTES))
                .toList();
        return Optional.of(new ExitRecord(
                exit,
                fields.number(MailboxLayout.EXIT_AT_NANOS),
                backtrace,
                fields.text(MailboxLayout.EXIT_DUMP, MailboxLayout.EXIT_SIZE - MailboxLayout.EXIT_DUMP)));
    }
}
