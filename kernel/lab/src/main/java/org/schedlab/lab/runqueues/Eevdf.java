package org.schedlab.lab.runqueues;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// What EEVDF computes of a queue: its average, who is eligible, whom it would pick. A value.
///
/// Source: `avg_vruntime()`, `vruntime_eligible()`, `pick_eevdf()`, `kernel/sched/fair.c`, Linux 6.6 to 7.3.
/// In 6.6 and 6.7 the tree is in order of virtual times, and whom it picks is the same: the earliest deadline of those
/// that are eligible.
///
/// @param zero from where virtual times are counted in sums, in ns
/// @param scale by how many bits a weight is scaled down in sums: 10 up to 7.0, `sum_shift` from 7.1 on
/// @param waiting the entities in the tree, by deadline
/// @param current who has the CPU and has not left the queue: it is not in the tree
/// @param buddy who goes first if it is eligible (`cfs_rq->next`): its address, 0 for nobody
/// @param delays whether who goes to sleep ahead of its share stays in the tree (`DELAY_DEQUEUE`, 6.12 and later)
record Eevdf(
        long zero,
        int scale,
        List<FairEntity> waiting,
        @Nullable FairEntity current,
        long buddy,
        boolean delays) {
    /// The weight of nice 0, as the kernel keeps it.
    static final long NICE_0 = 1L << 20;

    private static final long LEAST_WEIGHT = 2;

    private long weight(FairEntity entity) {
        return Math.max(LEAST_WEIGHT, entity.weight() >>> scale);
    }

    /// All that count for the average.
    private List<FairEntity> all() {
        List<FairEntity> all = new ArrayList<>(waiting);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    private long load() {
        return all().stream().mapToLong(this::weight).sum();
    }

    private long sum() {
        return all().stream()
                .mapToLong(each -> (each.vruntime() - zero) * weight(each))
                .sum();
    }

    /// The weighted average of virtual times, in ns: who is behind it is owed time.
    long average() {
        long load = load();
        return load == 0 ? zero : zero + Math.floorDiv(sum(), load);
    }

    boolean eligible(FairEntity entity) {
        return sum() >= (entity.vruntime() - zero) * load();
    }

    /// Whom the queue would pick now, with those left out that only seem to wait: the kernel takes them off when it
    /// comes to them.
    Optional<FairEntity> pick() {
        Optional<FairEntity> picked = pickOnce();
        if (picked.isPresent() && picked.get().delayed()) {
            FairEntity gone = picked.get();
            return new Eevdf(
                            zero,
                            scale,
                            waiting.stream().filter(each -> !each.equals(gone)).toList(),
                            gone.equals(current) ? null : current,
                            buddy,
                            delays)
                    .pick();
        }
        return picked;
    }

    private Optional<FairEntity> pickOnce() {
        if (waiting.isEmpty()) {
            return Optional.ofNullable(current);
        }
        Optional<FairEntity> first = waiting.stream()
                .filter(each -> each.address() == buddy && eligible(each))
                .findFirst();
        if (first.isPresent()) {
            return first;
        }
        FairEntity stays = current != null && eligible(current) ? current : null;
        if (stays != null && stays.vruntime() - stays.protectedUntil() < 0) {
            return Optional.of(stays);
        }
        Optional<FairEntity> best = waiting.stream().filter(this::eligible).min(BY_DEADLINE);
        if (stays != null && (best.isEmpty() || stays.deadline() - best.get().deadline() < 0)) {
            return Optional.of(stays);
        }
        return best.or(() -> Optional.ofNullable(current));
    }

    /// Virtual times wrap around: they are compared by their distance.
    private static final Comparator<FairEntity> BY_DEADLINE =
            (one, other) -> Long.signum(one.deadline() - other.deadline());

    /// The same queue when who is on the CPU goes to sleep. Who has had more than its share stays in the
    /// tree until it is picked: `dequeue_entity()`, `DELAY_DEQUEUE`.
    Eevdf asleep() {
        if (!delays || current == null || eligible(current)) {
            return new Eevdf(zero, scale, waiting, null, buddy, delays);
        }
        List<FairEntity> stays = new ArrayList<>(waiting);
        stays.add(current.delay());
        return new Eevdf(zero, scale, stays, null, buddy, delays);
    }

    /// The same queue when who is on the CPU has had it for longer and is to give it up.
    Eevdf later(long nanos) {
        return current == null ? this : new Eevdf(zero, scale, waiting, current.after(nanos), buddy, delays);
    }
}
