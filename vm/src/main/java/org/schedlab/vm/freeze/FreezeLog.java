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

    private static final class Open {
        private final long number;
        private final long since;
        private final long guestTimeNanos;
        private final String purpose;
        private int ops;

        Open(long number, long since, long guestTimeNanos, String purpose) {
            this.number = number;
            this.since = since;
            this.guestTimeNanos = guestTimeNanos;
            this.purpose = purpose;
        }

        FreezeRecord record(long now) {
            return new FreezeRecord(number, guestTimeNanos, (now - since) / 1000, ops, purpose);
        }
    }

    FreezeLog(LongSupplier hostNanos) {
        this.hostNanos = hostNanos;
    }

    boolean isOpen() {
        return open != null;
    }

    void begin(long since, long guestTimeNanos, String purpose) {
        end();
        open = new Open(ended.size() + 1, since, guestTimeNanos, purpose);
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
