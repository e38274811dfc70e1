package org.schedlab.lab.runqueues;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Queues made by hand.
class EevdfTest {
    private static final long NICE_0 = 1 << 20;

    private static FairEntity task(int pid, long vruntime, long deadline) {
        return new FairEntity(pid, "t:" + pid, pid, "/", NICE_0, vruntime, deadline, 1_000, 0, false, 0);
    }

    private static FairEntity delayed(int pid, long vruntime, long deadline) {
        return new FairEntity(pid, "t:" + pid, pid, "/", NICE_0, vruntime, deadline, 1_000, 0, true, 0);
    }

    private static Eevdf of(@Nullable FairEntity current, FairEntity... waiting) {
        return new Eevdf(0, 10, List.of(waiting), current, 0, true);
    }

    @Test
    void theAverageIsByWeight() {
        FairEntity light = new FairEntity(9, "l:9", 9, "/", NICE_0 / 4, 1_000, 5_000, 1_000, 0, false, 0);

        assertThat(of(null, task(1, 0, 1_000), light).average()).isEqualTo(200);
    }

    @Test
    void theEarliestDeadlineOfThoseThatAreEligible() {
        Eevdf queue = of(null, task(1, 900, 950), task(2, 100, 1_100), task(3, 50, 2_000));

        assertThat(queue.eligible(task(1, 900, 950))).isFalse();
        assertThat(queue.pick()).map(FairEntity::pid).contains(2);
    }

    @Test
    void whoRunsStaysAsLongAsItsSliceIsProtected() {
        FairEntity safe = new FairEntity(1, "t:1", 1, "/", NICE_0, 100, 5_000, 1_000, 150, false, 0);
        FairEntity other = task(2, 110, 1_000);

        assertThat(of(safe, other).pick()).contains(safe);
        assertThat(of(safe.after(60), other).pick()).contains(other);
    }

    @Test
    void whoSleepsOnlyInTheTreeIsNotPicked() {
        assertThat(of(null, delayed(1, 0, 100), task(2, 10, 500)).pick())
                .map(FairEntity::pid)
                .contains(2);
        assertThat(of(null, delayed(1, 0, 100)).pick()).isEmpty();
    }

    @Test
    void whoGoesToSleepAheadOfItsShareStillCounts() {
        FairEntity ahead = task(1, 1_000, 2_000);
        Eevdf queue = of(ahead, task(2, 600, 700), task(3, 0, 5_000));

        assertThat(queue.asleep().pick()).map(FairEntity::pid).contains(3);
        assertThat(of(null, task(2, 600, 700), task(3, 0, 5_000)).pick())
                .as("it does not go unnoticed")
                .map(FairEntity::pid)
                .contains(3);
        assertThat(queue.asleep().average()).isEqualTo(queue.average());
        FairEntity behind = task(1, 0, 2_000);
        assertThat(of(behind, task(2, 600, 700)).asleep().average()).isEqualTo(600);
    }

    @Test
    void beforeDequeuesWereDelayedASleeperLeavesAtOnce() {
        FairEntity ahead = task(1, 1_000, 2_000);
        List<FairEntity> waiting = List.of(task(2, 600, 700), task(3, 500, 5_000));

        Eevdf kept = new Eevdf(0, 10, waiting, ahead, 0, true).asleep();
        assertThat(kept.average()).isEqualTo(700);
        assertThat(kept.pick()).map(FairEntity::pid).contains(2);
        Eevdf gone = new Eevdf(0, 10, waiting, ahead, 0, false).asleep();
        assertThat(gone.average()).isEqualTo(550);
        assertThat(gone.pick()).map(FairEntity::pid).contains(3);
    }

    @Test
    void theBuddyGoesFirstIfItIsEligible() {
        Eevdf queue = new Eevdf(0, 10, List.of(task(1, 0, 100), task(2, 0, 500)), null, 2, true);

        assertThat(queue.pick()).map(FairEntity::pid).contains(2);
        assertThat(new Eevdf(0, 10, List.of(task(1, 0, 100), task(2, 9, 500)), null, 2, true).pick())
                .map(FairEntity::pid)
                .contains(1);
    }

    @Test
    void aDeadlineThatHasPassedMakesPlaceForTheNext() {
        FairEntity later = task(1, 0, 1_000).after(1_200);

        assertThat(later.vruntime()).isEqualTo(1_200);
        assertThat(later.deadline()).isEqualTo(2_200);
    }

    @Test
    void virtualTimesMayWrapAround() {
        long last = Long.MAX_VALUE;
        FairEntity before = task(1, last - 100, last - 50);
        FairEntity behind = task(2, last + 100, last + 50);
        Eevdf queue = new Eevdf(last, 10, List.of(before, behind), null, 0, true);

        assertThat(queue.average()).isEqualTo(last);
        assertThat(queue.pick()).contains(before);
    }
}
