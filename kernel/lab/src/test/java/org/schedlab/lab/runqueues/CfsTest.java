package org.schedlab.lab.runqueues;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// `pick_next_entity()` of Linux 6.1, by hand.
class CfsTest {
    private static final long NICE_0 = 1 << 20;
    private static final long GRANULARITY = 1_000;

    private static FairEntity task(int pid, long vruntime) {
        return new FairEntity(pid, "t:" + pid, pid, "/", NICE_0, vruntime, 0, 0, 0, false, 0);
    }

    private static Cfs of(long next, long last, long skip, @Nullable FairEntity current, FairEntity... waiting) {
        return new Cfs(List.of(waiting), current, next, new CfsRule(last, skip, GRANULARITY));
    }

    private static int picked(Cfs queue) {
        return queue.pick().map(FairEntity::pid).orElse(-1);
    }

    @Test
    void whoHasHadTheLeastVirtualTimeIsPicked() {
        assertThat(picked(of(0, 0, 0, task(1, 500), task(2, 400), task(3, 600))))
                .isEqualTo(2);
        assertThat(picked(of(0, 0, 0, task(1, 300), task(2, 400)))).isEqualTo(1);
        assertThat(picked(of(0, 0, 0, task(1, 400), task(2, 400))))
                .as("of equals who is in the tree")
                .isEqualTo(2);
        assertThat(of(0, 0, 0, null).pick()).isEqualTo(Optional.empty());
    }

    @Test
    void virtualTimesThatWrapAroundAreComparedByTheirDistance() {
        assertThat(picked(of(0, 0, 0, null, task(1, Long.MAX_VALUE), task(2, Long.MIN_VALUE + 5))))
                .isEqualTo(1);
    }

    @Test
    void aBuddyGoesFirstUnlessThatIsTooUnfair() {
        assertThat(picked(of(3, 0, 0, null, task(1, 0), task(2, 500), task(3, 1_000))))
                .isEqualTo(3);
        assertThat(picked(of(3, 0, 0, null, task(1, 0), task(2, 500), task(3, 1_001))))
                .isEqualTo(1);
        assertThat(picked(of(3, 2, 0, null, task(1, 0), task(2, 500), task(3, 1_001))))
                .as("last")
                .isEqualTo(2);
        assertThat(picked(of(9, 0, 0, null, task(1, 0), task(2, 500))))
                .as("gone")
                .isEqualTo(1);
    }

    @Test
    void theGranularityIsInTheVirtualTimeOfWhoIsFirst() {
        FairEntity heavy = new FairEntity(1, "h:1", 1, "/", NICE_0 * 2, 0, 0, 0, 0, false, 0);

        assertThat(picked(of(2, 0, 0, null, heavy, task(2, 500)))).isEqualTo(2);
        assertThat(picked(of(2, 0, 0, null, heavy, task(2, 501)))).isEqualTo(1);
    }

    @Test
    void whoYieldsIsLeftOutUnlessThatIsTooUnfair() {
        assertThat(picked(of(0, 0, 1, null, task(1, 0), task(2, 900)))).isEqualTo(2);
        assertThat(picked(of(0, 0, 1, null, task(1, 0), task(2, 1_100)))).isEqualTo(1);
        assertThat(picked(of(0, 0, 1, null, task(1, 0)))).isEqualTo(1);
        assertThat(picked(of(0, 0, 1, task(1, 0), task(2, 900)))).isEqualTo(2);
    }

    @Test
    void laterAndAsleep() {
        Cfs queue = of(0, 0, 0, task(1, 0), task(2, 400), task(3, 500));

        assertThat(picked(queue)).isEqualTo(1);
        assertThat(picked(queue.later(450))).isEqualTo(2);
        assertThat(picked(queue.asleep())).isEqualTo(2);
    }

    @Test
    void cfsKnowsNoLag() {
        FairQueue queue = new FairQueue(
                "/", 70, 0, 0, 0, 1, 1, 1, false, List.of(task(1, 90)), null, 0, List.of(), new CfsRule(0, 0, 1));

        assertThat(queue.reference()).isEqualTo(70);
        assertThat(queue.scheduler()).isEqualTo("CFS");
        assertThat(queue.picked().map(FairEntity::pid)).contains(1);
        assertThatThrownBy(() -> queue.lag(queue.waiting().getFirst()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CFS keeps no average of virtual times, and so no lag and no eligibility");
    }
}
