package org.schedlab.vm.machine.internal.host;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTest {
    private static final Duration QUIET = Duration.ofMillis(1500);

    @Test
    void aFixedOneDoesNotMove() throws InterruptedException {
        Deadline fixed = Deadline.in(Duration.ofMillis(200));
        Thread.sleep(250);
        fixed.progress();

        assertThat(fixed.passed()).isTrue();
        assertThat(fixed.left()).isZero();
        assertThat(fixed.missed("x", "wait")).hasMessageContaining("timed out after 0.2 s waiting for x");
    }

    @Test
    void oneOfProgressMovesOnUntilNothingIsHeard() throws InterruptedException {
        Deadline moving = Deadline.ofProgress(QUIET);
        while (moving.elapsed().compareTo(QUIET.plusMillis(500)) < 0) {
            Thread.sleep(50);
            moving.progress();
        }
        assertThat(moving.passed()).isFalse();

        Thread.sleep(QUIET.plusMillis(100));
        assertThat(moving.passed()).isTrue();
        assertThat(moving.missed("x", "wait")).hasMessageContaining("timed out after 1.5 s waiting for x");
    }

    @Test
    void progressHasALimitToo() throws InterruptedException {
        Deadline moving = Deadline.ofProgress(Duration.ofMillis(100));
        while (moving.elapsed().compareTo(Duration.ofSeconds(1)) < 0) {
            Thread.sleep(10);
            moving.progress();
        }

        assertThat(moving.passed()).isTrue();
        assertThat(moving.missed("x", "wait")).hasMessageContaining("timed out after 1.0 s waiting for x");
    }
}
