package org.schedlab.lab.runqueues;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Whom CFS would pick of a queue. A value.
///
/// Source: `pick_next_entity()`, `wakeup_preempt_entity()`, `kernel/sched/fair.c`, Linux 6.1.
///
/// @param waiting the entities in the tree, by virtual time
/// @param current who has the CPU and has not left the queue: it is not in the tree
/// @param next who goes first if that is not too unfair (`cfs_rq->next`): its address, 0 for nobody
record Cfs(List<FairEntity> waiting, @Nullable FairEntity current, long next, CfsRule rule) {
    /// Virtual times wrap around: they are compared by their distance.
    private static final Comparator<FairEntity> BY_VRUNTIME =
            (one, other) -> Long.signum(one.vruntime() - other.vruntime());

    /// Whom the queue would pick now.
    Optional<FairEntity> pick() {
        List<FairEntity> all = new ArrayList<>(waiting);
        if (current != null) {
            // Of equal virtual times the kernel takes who is in the tree.
            all.add(current);
        }
        all.sort(BY_VRUNTIME);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        FairEntity first = all.getFirst();
        Optional<FairEntity> buddy = fair(next, first).or(() -> fair(rule.last(), first));
        if (buddy.isPresent()) {
            return buddy;
        }
        boolean another = first.address() == rule.skip() && all.size() > 1 && !tooUnfair(all.get(1), first);
        return Optional.of(another ? all.get(1) : first);
    }

    private Optional<FairEntity> fair(long address, FairEntity first) {
        return waiting.stream()
                .filter(each -> each.address() == address && !tooUnfair(each, first))
                .findFirst()
                .or(() -> Optional.ofNullable(current)
                        .filter(each -> each.address() == address && !tooUnfair(each, first)));
    }

    /// Whether somebody is too far behind the first to go before it.
    private boolean tooUnfair(FairEntity who, FairEntity first) {
        return who.vruntime() - first.vruntime() > first.virtual(rule.granularity());
    }

    /// The same queue when who is on the CPU goes to sleep.
    Cfs asleep() {
        return new Cfs(waiting, null, next, rule);
    }

    /// The same queue when who is on the CPU has had it for longer and is to give it up.
    Cfs later(long nanos) {
        return current == null ? this : new Cfs(waiting, current.after(nanos), next, rule);
    }
}
