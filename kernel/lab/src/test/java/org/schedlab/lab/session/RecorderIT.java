package org.schedlab.lab.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.workers.WorkerCount;

import static org.assertj.core.api.Assertions.assertThat;

/// The flight recorder against the kernel's own accounts.
@Tag("machine")
class RecorderIT {
    @Test
    void trial() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.attach(Schedulers.vtime());
            vm.spawn(new WorkerCount(6).spinning());
            vm.run(Duration.ofMillis(500));
            Recording recording = vm.recording();
            Map<String, Integer> counts = new HashMap<>();
            recording.forEach(event -> counts.merge(event.getClass().getSimpleName(), 1, Integer::sum));
            System.out.println(recording.interval());
            System.out.println(counts);
            int[] n = {0};
            recording.forEach(event -> {
                if (n[0]++ > 2000 && n[0] < 2100) {
                    System.out.println(event);
                }
            });
            Map<String, long[]> ops = new HashMap<>();
            recording.forEach(event -> {
                if (event instanceof SchedEvent.OpCalled op) {
                    long[] sums = ops.computeIfAbsent(op.op(), _ -> new long[2]);
                    sums[0]++;
                    sums[1] += op.instructions();
                }
            });
            ops.forEach((op, sums) -> System.out.println(op + " " + sums[0] + " " + sums[1] / sums[0]));
            assertThat(recording.interval().lost()).isZero();
        }
    }
}
