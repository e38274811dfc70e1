package org.schedlab.lab.time;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Journal;

/// Where in a session's journal an instant of its past lies. A value.
///
/// @param before the last point before it
/// @param runUntilNanos the clock of QEMU, in ns, up to which the machine runs from that point,
///     so that it stands before the instant; empty: not at all
public record InstantPlace(Journal.Before before, OptionalLong runUntilNanos) {
    /// Finds it.
    ///
    /// @param present stands behind it, or is lost
    /// @param beganNanos the guest's CLOCK_MONOTONIC where the session began, in ns; empty if
    ///     nobody knows
    /// @param recorded the guest's clock as the flight recorder knows it
    /// @param guestNanos the instant, by the guest's CLOCK_MONOTONIC, in ns
    /// @throws LabException if it is not in the past of the session
    public static InstantPlace of(
            GuestMachine present, OptionalLong beganNanos, Optional<GuestTimes> recorded, long guestNanos) {
        // Of a machine that is lost, what was recorded is all that is known.
        long now = present.alive()
                ? present.guestTimeNanos()
                : recorded.map(GuestTimes::latest).orElse(0L);
        if (beganNanos.isEmpty() || guestNanos < beganNanos.getAsLong() || guestNanos > now) {
            throw LabException.asked("the machine cannot be brought back to " + seconds(guestNanos))
                    .found((present.alive() ? "it stands at " : "it is lost; recorded is what was before ")
                            + seconds(now))
                    .available(
                            beganNanos.isEmpty()
                                    ? "no checkpoint that it could start from"
                                    : "any instant from " + seconds(beganNanos.getAsLong()) + " on")
                    .remedy("times are the guest's CLOCK_MONOTONIC in ns, as tables have them in columns of [ns]")
                    .exception();
        }
        long turn = present.machine().spec().quantumMicros() * 1000;
        long clock = clock(present, recorded, guestNanos, now, turn);
        Journal.Before before = Journal.before(present.given(), clock);
        // The machine stands at the turn's end at or behind the time asked for.
        return new InstantPlace(before, before.running() ? OptionalLong.of(clock - turn) : OptionalLong.empty());
    }

    /// Where the recorder was off, the kernel may have steered its clock meanwhile: a few millionths.
    private static long clock(
            GuestMachine present, Optional<GuestTimes> recorded, long guestNanos, long now, long turn) {
        Optional<Long> known = recorded.map(times -> times.clockAt(guestNanos))
                .filter(clock -> recorded.get().covers(clock));
        return known.orElseGet(() -> present.machine().clockNanos() - (now - guestNanos) - turn);
    }

    private static String seconds(long guestNanos) {
        return String.format(Locale.ROOT, "%,d ns (%s)", guestNanos, MeasuredAt.seconds(guestNanos));
    }
}
