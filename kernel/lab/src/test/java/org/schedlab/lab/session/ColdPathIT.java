package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.ExitState;
import org.schedlab.lab.scenario.Hold;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.scenario.Step;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.freeze.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// The seed scenario as a JUnit test, against the session and without Jupyter.
@Tag("machine")
class ColdPathIT {
    private static final long THIRTY_DAYS_NANOS = Duration.ofDays(30).toNanos();
    private static final long INITIAL_JIFFIES = -300 * 250 & 0xffff_ffffL;

    @Test
    void oneFreezeWritesAndReadsAField() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            assertThat(vm.attach(Schedulers.vtime()).opsName()).isEqualTo("vtime");
            Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
            vm.run(Duration.ofMillis(500));

            var step = Step.of(
                            writeCold("seed", task(sleeper, "scx.dsq_vtime"), u64(THIRTY_DAYS_NANOS)),
                            readCold("dsq_vtime", task(sleeper, "scx.dsq_vtime"), u64()),
                            readCold("nr_running", perCpu("runqueues", "nr_running", 0), u32()),
                            readCold("jiffies", symbol("jiffies_64"), u64()))
                    .hold(Hold.full());
            long before = vm.instant().guestTimeNanos();
            ScenarioResult result = vm.execute(Scenario.of(step).duration(Duration.ofSeconds(5)));

            assertThat(result.success()).isTrue();
            assertThat(result.timedOut()).isFalse();
            assertThat(result.crashMessage()).isEmpty();
            assertThat(result.exit()).isEqualTo(ExitState.FROZEN);
            assertThat(result.replies())
                    .extracting(Reply::tag)
                    .containsExactly("seed", "dsq_vtime", "nr_running", "jiffies");
            assertThat(result.replies()).extracting(Reply::guestTimeNanos).containsOnly(before);
            assertThat(result.reply("seed").before())
                    .isInstanceOfSatisfying(Long.class, was -> assertThat(was).isLessThan(THIRTY_DAYS_NANOS));
            assertThat(result.reply("seed").number()).isEqualTo(THIRTY_DAYS_NANOS);
            assertThat(result.reply("dsq_vtime").number()).isEqualTo(THIRTY_DAYS_NANOS);
            assertThat(result.reply("nr_running").number())
                    .as("all sleep, and nobody had to wake up for this")
                    .isZero();
            long ticksOfFourMillis = result.reply("jiffies").number() - INITIAL_JIFFIES;
            assertThat(ticksOfFourMillis * 4_000_000)
                    .as("ticks since the timer was set up, as of the last time that a CPU was busy")
                    .isBetween(before / 2, before);

            assertThat(vm.instant().guestTimeNanos() - before)
                    .as("the full hold")
                    .isBetween(5_000_000_000L, 5_010_000_000L);
            FreezeRecord freeze = result.batches().getFirst().freeze();
            assertThat(freeze.ops()).isEqualTo(4);
            assertThat(vm.freezes()).extracting(FreezeRecord::ops).containsSubsequence(0, 4, 0);
            List<Reply> later = vm.apply(List.of(readCold("later", task(sleeper, "scx.dsq_vtime"), u64())))
                    .replies();
            assertThat(later.getFirst().number())
                    .as("nobody touches a sleeper's vtime")
                    .isEqualTo(THIRTY_DAYS_NANOS);
        }
    }
}
