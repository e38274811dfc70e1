package org.schedlab.lab.runqueues;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// One fair run queue (`struct cfs_rq`) at one instant: a CPU's own, or up to 7.2 that of a cgroup on a
/// CPU. From 7.3 on all tasks of a CPU are in its own queue, and a cgroup's has none.
///
/// @param cgroup its path, from the root as `/`
/// @param zero from where the kernel counts virtual times in its sums, in ns; under CFS its `min_vruntime`, below which
///     no entity comes to the queue
/// @param scale by how many bits it scales a weight down in its sums; without meaning under CFS, as are `sum` and
/// `load`
/// @param sum of (vruntime − zero) · weight of those in the tree, as the kernel keeps it
/// @param load sum of their weights, as the kernel keeps it
/// @param queued how many entities it has, who runs counted, as the kernel keeps it (`nr_queued`)
/// @param tasks how many tasks it has, those of cgroups below too, as the kernel keeps it (`h_nr_queued`)
/// @param runnable as `tasks`, less those whose dequeue is delayed (`h_nr_runnable`)
/// @param throttled whether it, or a cgroup above, has used up its quota
/// @param waiting the entities in the tree, in its order: by deadline; by virtual time under CFS, and under the EEVDF
/// of
///     6.6 and 6.7
/// @param current who has the CPU and is on the queue; the kernel keeps it out of the tree
/// @param buddy address of who goes first if it is eligible (`cfs_rq->next`); 0 for nobody, and where the kernel writes
///     that field but does not go by it (up to 6.11 without `NEXT_BUDDY`)
/// @param parked tasks that a throttled cgroup has taken off (6.18 and later)
/// @param rule what the kernel goes by besides: CFS up to 6.5, EEVDF from 6.6 on
public record FairQueue(
        String cgroup,
        long zero,
        int scale,
        long sum,
        long load,
        int queued,
        int tasks,
        int runnable,
        boolean throttled,
        List<FairEntity> waiting,
        @Nullable FairEntity current,
        long buddy,
        List<WaitingTask> parked,
        FairRule rule) {
    public FairQueue {
        waiting = List.copyOf(waiting);
        parked = List.copyOf(parked);
    }

    /// Whether CFS picks here; else EEVDF.
    public boolean isCfs() {
        return rule instanceof CfsRule;
    }

    /// `EEVDF` or `CFS`.
    public String scheduler() {
        return isCfs() ? "CFS" : "EEVDF";
    }

    private Eevdf eevdf() {
        return switch (rule) {
            case CfsRule _ ->
                throw new IllegalStateException(
                        "CFS keeps no average of virtual times, and so no lag and no eligibility");
            case EevdfRule eevdf -> new Eevdf(zero, scale, waiting, current, buddy, eevdf.delays());
        };
    }

    private Cfs cfs(CfsRule cfs) {
        return new Cfs(waiting, current, buddy, cfs);
    }

    /// Who has the CPU, then those in the tree in its order.
    public List<FairEntity> entities() {
        return Stream.concat(Stream.ofNullable(current), waiting.stream()).toList();
    }

    /// The virtual time from which others are told: the average, under CFS `min_vruntime`.
    public long reference() {
        return isCfs() ? zero : average();
    }

    /// The weighted average of virtual times, in ns, who is on the CPU counted (`avg_vruntime()`).
    ///
    /// @throws IllegalStateException under CFS, which knows none, as from [#lag(FairEntity)] and
    ///     [#eligible(FairEntity)]
    public long average() {
        return eevdf().average();
    }

    /// What an entity is owed, in ns of CPU time: (average − vruntime) · weight / 1024². The lags of a
    /// queue add up to zero.
    public long lag(FairEntity entity) {
        return Math.round((double) (average() - entity.vruntime()) * entity.weight() / Eevdf.NICE_0);
    }

    /// Whether an entity has not had more than its share: only then it may be picked.
    public boolean eligible(FairEntity entity) {
        return eevdf().eligible(entity);
    }

    /// Whom the kernel would pick at this instant. Under EEVDF that is who runs, as long as its slice is protected.
    public Optional<FairEntity> picked() {
        return pickedAfter(0);
    }

    /// Whom the kernel would pick if who runs went to sleep at this instant.
    public Optional<FairEntity> next() {
        return nextAfter(0);
    }

    /// Whom the kernel would pick if who runs went to sleep a while later and nobody came or went.
    ///
    /// @param nanos how much later, in ns
    public Optional<FairEntity> nextAfter(long nanos) {
        return switch (rule) {
            case CfsRule cfs -> cfs(cfs).later(nanos).asleep().pick();
            case EevdfRule _ -> eevdf().later(nanos).asleep().pick();
        };
    }

    /// Whom the kernel would pick if who runs kept the CPU for a while and nobody came or went.
    ///
    /// @param nanos how long, in ns
    public Optional<FairEntity> pickedAfter(long nanos) {
        return switch (rule) {
            case CfsRule cfs -> cfs(cfs).later(nanos).pick();
            case EevdfRule _ -> eevdf().later(nanos).pick();
        };
    }
}
