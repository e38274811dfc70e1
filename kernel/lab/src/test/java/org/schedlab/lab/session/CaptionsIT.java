package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.verdict.Expectations;
import org.schedlab.lab.verdict.Thresholds;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.BatchResult;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.u64;

/// What stands above tables and charts is true of what they show: how many rows, who was in charge with which knobs.
@Tag("machine")
class CaptionsIT {
    @Test
    void theySayWhoWasInChargeOfWhatIsShown() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            assertThat(vm.instant().caption()).contains(" of guest time · scheduler: EEVDF · Linux ");

            Workers early = vm.spawn(new WorkerCount(2).spinning().named("early"));
            vm.run(Duration.ofMillis(20));
            vm.attach(Schedulers.fails().with("slice_ns", 4_000_000));
            assertThat(vm.instant().scheduler()).isEqualTo("fails (slice_ns=4000000)");
            Workers late = vm.spawn(new WorkerCount(3).spinning().named("late"));
            vm.run(Duration.ofMillis(20));
            Table both = early.table().append(late.table());
            assertThat(both.name())
                    .startsWith("workers: 5 = 2 (scheduler: EEVDF, then fails (slice_ns=4000000)) + 3 (scheduler:"
                            + " fails (slice_ns=4000000)), at ");
            assertThat(both.first(4).name()).startsWith("workers: 4 of 5 = ");

            vm.schedulers().setKnobs(Map.of("slow_ns", 5));
            assertThat(vm.instant().scheduler()).isEqualTo("fails (slice_ns=4000000 slow_ns=5)");
            assertThat(vm.schedulers().history().table().stringColumn("what").asList())
                    .containsExactly("attach", "set knobs");
            vm.run(Duration.ofMillis(20));
            assertThat(vm.every(Duration.ofMillis(1), 3, perCpu("runqueues", "nr_running"))
                            .chart()
                            .getTitle()
                            .getText())
                    .isEqualTo("runqueues.nr_running · fails (slice_ns=4000000 slow_ns=5)");
            assertThat(vm.trace()
                            .last(Duration.ofMillis(5))
                            .recording()
                            .interval()
                            .scheduler())
                    .as("not who was before that")
                    .isEqualTo("fails (slice_ns=4000000 slow_ns=5)");
            assertThat(vm.trace().recording().interval().scheduler())
                    .isEqualTo("EEVDF, then fails (slice_ns=4000000), then fails (slice_ns=4000000 slow_ns=5)");
            assertThat(new Expectations()
                            .verdict(
                                    late.report(),
                                    vm.schedulers().opsName(),
                                    late.reports().instant().scheduler(),
                                    Thresholds.none())
                            .claims())
                    .allSatisfy(
                            claim -> assertThat(claim.scheduler()).endsWith("then fails (slice_ns=4000000 slow_ns=5)"));

            vm.detach();
            assertThat(vm.instant().scheduler()).isEqualTo("EEVDF");
        }
    }

    @Test
    void aRewindUndoesWhatTheySay() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.checkpoint("before");
            vm.attach(Schedulers.fifo());
            assertThat(vm.instant().scheduler()).isEqualTo("fifo");
            vm.rewind("before");
            assertThat(vm.instant().scheduler()).isEqualTo("EEVDF");
        }
    }

    @Test
    void pointersAndPoliciesAreShownByName() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            Workers one = vm.spawn(new WorkerCount(1).sleeping());
            BatchResult read = vm.apply(List.of(
                            observe("class", task(one, "sched_class"), u64()),
                            observe("policy", task(one, "policy"), u32()),
                            observe("of who runs", perCpu("runqueues", "curr->policy", 0), u32()),
                            observe("next class", perCpu("runqueues", "curr->sched_class", 1), u64())))
                    .orThrow();
            assertThat(read.reply("class").afterText()).isEqualTo("fair_sched_class");
            assertThat(read.reply("class").number()).as("the address, still").isNegative();
            assertThat(read.reply("policy").afterText()).isEqualTo("SCHED_NORMAL");
            assertThat(read.reply("policy").number()).isZero();
            assertThat(read.reply("of who runs").afterText()).startsWith("SCHED_");
            assertThat(read.reply("next class").afterText()).endsWith("_sched_class");
        }
    }
}
