package org.schedlab.lab.schedulers;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Scheduler;

import static org.assertj.core.api.Assertions.assertThat;

final class SchedulerEventTest {
    @Test
    void whoLetsAnEndingSchedulerFinishIsCalledAsTheMagicCallsIt() {
        var ending = new SchedulerEvent(5, SchedulerEvent.What.ENDING, "mine", "", 0, 0, Optional.empty());

        assertThat(ending.line()).contains("%scheduler " + Scheduler.eevdf().name() + " or another one");
    }
}
