package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.SchedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.pictures.SmallRecording.A;
import static org.schedlab.lab.pictures.SmallRecording.B;
import static org.schedlab.lab.pictures.SmallRecording.C;
import static org.schedlab.lab.pictures.SmallRecording.IDLE0;

class WakesTest {
    private static List<Wake> of(SchedEvent... events) {
        List<Wake> found = new ArrayList<>();
        Wakes wakes = new Wakes(5, 2, found::add);
        for (SchedEvent event : events) {
            wakes.take(event);
        }
        wakes.end(1_000);
        return found;
    }

    @Test
    void aWaitEndsWhenTheTaskRuns() {
        assertThat(of(
                        new SchedEvent.Waking(10, 0, B, A, 1),
                        new SchedEvent.Wakeup(12, 0, B, 1),
                        new SchedEvent.Switch(50, 1, C, LeavingState.SLEEPING, B)))
                .containsExactly(new Wake(10, 12, A.number(), B.number(), 0, 38));
    }

    @Test
    void whoDoesNotRunWaitsToTheEnd() {
        assertThat(of(new SchedEvent.Waking(10, 0, B, A, 1), new SchedEvent.Wakeup(12, 0, B, 1)))
                .containsExactly(new Wake(10, 12, A.number(), B.number(), 0, 988));
    }

    @Test
    void whoIsWokenWhileItRunsDoesNotWait() {
        assertThat(of(
                        new SchedEvent.Waking(10, 0, B, A, 1),
                        new SchedEvent.Wakeup(12, 0, B, 1),
                        new SchedEvent.Switch(50, 1, B, LeavingState.PREEMPTED, C),
                        new SchedEvent.Switch(90, 1, C, LeavingState.SLEEPING, B)))
                .containsExactly(new Wake(10, 12, A.number(), B.number(), 0, 0));
    }

    @Test
    void aWakeUpThatDoesNotHappenIsNone() {
        assertThat(of(new SchedEvent.Waking(10, 0, B, A, 1))).isEmpty();
    }

    @Test
    void interruptsIdleTasksAndParentsWake() {
        assertThat(of(
                        new SchedEvent.InterruptEntered(5, 0, "local timer"),
                        new SchedEvent.Waking(10, 0, B, A, 1),
                        new SchedEvent.InterruptLeft(11, 0, "local timer"),
                        new SchedEvent.Wakeup(12, 0, B, 1),
                        new SchedEvent.Switch(13, 1, C, LeavingState.SLEEPING, B)))
                .containsExactly(new Wake(10, 12, Wake.INTERRUPT, B.number(), 0, 1));
        assertThat(of(new SchedEvent.Waking(10, 0, B, IDLE0, 1), new SchedEvent.Wakeup(12, 0, B, 1)))
                .extracting(Wake::waker)
                .containsExactly(Wake.IDLE);
        assertThat(of(new SchedEvent.Forked(10, 0, A, C), new SchedEvent.WakeupNew(12, 0, C, 1)))
                .containsExactly(new Wake(10, 12, A.number(), C.number(), 0, 988));
    }

    @Test
    void theLongestWaitsAreKept() {
        Wakes.Longest longest = new Wakes.Longest(2);
        longest.accept(new Wake(1, 1, 0, 1, 0, 5));
        longest.accept(new Wake(2, 2, 0, 1, 0, 7));
        longest.accept(new Wake(3, 3, 0, 1, 0, 6));
        longest.accept(new Wake(4, 4, 0, 1, 0, 6));
        assertThat(longest.byTime()).extracting(Wake::waking).containsExactly(2L, 3L);
    }
}
