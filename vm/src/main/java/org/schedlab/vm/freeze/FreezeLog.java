package org.schedlab.vm.freeze;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/// The freezes of a session: those that ended, and the one that lasts. Guarded by the coordinator's
/// lock.
final class FreezeLog {
    private final LongSupplier hostNanos;
    private final List<FreezeRecord> ended = new ArrayList<>();
    private @Nullable Open open;
    private @Nullable GuestMoment last;

    /// A moment in the guest.
    ///
    /// @param nanos its CLOCK_MONOTONIC
    /// @param agentNanos as [AgentClock] tells it
    record GuestMoment(long nanos, long agentNanos) {}

    private static final class Open {
        private final long number;
        private final long since;
        private final GuestMoment moment;
        private final GuestMoment before;
        private final String purpose;
        private int ops;

        Open(long number, long since, GuestMoment moment, GuestMoment before, String purpose) {
            this.number = number;
            this.since = since;
            this.moment = moment;
            this.before = before;
            this.purpose = purpose;
        }

        FreezeRecord record(long now) {
            return new FreezeRecord(
                    number,
                    moment.nanos(),
                    moment.nanos() - before.nanos(),
                    Math.max(0, moment.agentNanos() - before.agentNanos()),
                    (now - since) / 1000,
                    ops,
                    purpose);
        }
    }

    FreezeLog(LongSupplier hostNanos) {
        this.hostNanos = hostNanos;
    }

    boolean isOpen() {
        return open != null;
    }

    /// Another machine, or the same at another moment: nothing has passed since the freeze before.
    void forget() {
        end();
        last = null;
    }

    void begin(long since, GuestMoment moment, String purpose) {
        end();
        GuestMoment before = last;
        open = new Open(ended.size() + 1, since, moment, before == null ? moment : before, purpose);
        last = moment;
    }

    /// Counts operations into the freeze that lasts; gives its record so far.
    FreezeRecord count(int ops) {
        Open now = open;
        if (now == null) {
            throw new IllegalStateException("no freeze lasts");
        }
        now.ops += ops;
        return now.record(hostNanos.getAsLong());
    }

    void end() {
        Open now = open;
        if (now != null) {
            ended.add(now.record(hostNanos.getAsLong()));
            open = null;
        }
    }

    List<FreezeRecord> all() {
        List<FreezeRecord> all = new ArrayList<>(ended);
        Open now = open;
        if (now != null) {
            all.add(now.record(hostNanos.getAsLong()));
        }
        return List.copyOf(all);
    }
}
