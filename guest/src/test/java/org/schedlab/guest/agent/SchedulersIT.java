package org.schedlab.guest.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("releases")
@Tag("machine")
class SchedulersIT extends RestoredGuest {
    private static final int EBUSY = 16;

    SchedulersIT(String release) {
        super(release);
    }

    @Test
    void vtimeIsInChargeUntilDetached() {
        Worker worker = agent.spawn(WorkerSpec.spinning(1)).getFirst();

        Attachment attachment = attach(Schedulers.vtime());

        assertThat(attachment.opsName()).isEqualTo("vtime").isEqualTo(text("/sys/kernel/sched_ext/root/ops"));
        assertThat(text("/sys/kernel/sched_ext/state")).isEqualTo("enabled");
        assertThat(extEnabled(worker)).isEqualTo("1");
        SchedulerState first = agent.schedulerState();
        assertThat(first.enabled()).isTrue();
        assertThat(first.attached()).isTrue();
        assertThat(first.exit()).isEmpty();
        assertThat(first.dispatched().orElseThrow()).isPositive();
        agent.run(Duration.ofMillis(50), PATIENCE);
        assertThat(agent.schedulerState().dispatched().orElseThrow())
                .isGreaterThan(first.dispatched().orElseThrow());

        SchedulerState last = agent.detach();

        assertThat(last.state()).isEqualTo("disabled").isEqualTo(text("/sys/kernel/sched_ext/state"));
        assertThat(last.opsName()).isEmpty();
        assertThat(last.attached()).isFalse();
        assertThat(last.exit()).contains(new SchedulerExit(64, 0, "unregistered from user space", ""));
        assertThat(extEnabled(worker)).isEqualTo("0");
    }

    @Test
    void vtimeSharesByWeightAndFifoDoesNot() {
        attach(Schedulers.vtime());
        double weighted = shareOfNiceWorker();
        agent.detach();
        attach(Schedulers.fifo());
        double unweighted = shareOfNiceWorker();

        // kernel/sched/core.c, sched_prio_to_weight: 1024 for nice 0, 335 for nice 5, so 335 of 2383 against a third
        assertThat(weighted).isBetween(0.09, 0.19);
        assertThat(unweighted).isBetween(0.28, 0.38);
    }

    private double shareOfNiceWorker() {
        List<Worker> workers =
                new ArrayList<>(agent.spawn(WorkerSpec.spinning(2).withCpus(1)));
        workers.addAll(agent.spawn(WorkerSpec.spinning(1).withCpus(1).nice(5)));
        agent.run(Duration.ofMillis(800), PATIENCE);
        List<WorkerReport> reports = agent.stop(workers);
        double all = reports.stream().mapToLong(WorkerReport::cpuNanos).sum();
        return reports.getLast().cpuNanos() / all;
    }

    @Test
    void extWorkersRunUnderIt() {
        attach(Schedulers.fifo());
        Worker worker = agent.spawn(WorkerSpec.spinning(1).policy(Policy.EXT)).getFirst();
        agent.run(Duration.ofMillis(50), PATIENCE);

        assertThat(extEnabled(worker)).isEqualTo("1");
        assertThat(agent.stop(List.of(worker)).getFirst().cpuNanos()).isGreaterThan(30_000_000L);
    }

    @Test
    void garbageIsRefusedInLibbpfsWords() {
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.attach(new byte[1000], "garbage"))
                .withMessageContaining("cannot attach the scheduler garbage")
                .withMessageContaining("libbpf: elf: 'garbage' is not a proper ELF object");

        assertThat(agent.schedulerState().state()).isEqualTo("disabled");
        assertThat(attach(Schedulers.vtime()).opsName()).isEqualTo("vtime");
    }

    @Test
    void aDamagedObjectIsRefused() {
        byte[] object = Schedulers.vtime().object();
        byte[] cut = java.util.Arrays.copyOf(object, object.length / 2);

        assertThatExceptionOfType(AgentException.class).isThrownBy(() -> agent.attach(cut, "cut"));
        assertThat(attach(Schedulers.fifo()).opsName()).isEqualTo("fifo");
    }

    @Test
    void aVerifierErrorPointsAtTheLine(@TempDir Path folder) throws Exception {
        byte[] object = BrokenSchedulers.writingWeight(folder);

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.attach(object, "broken"))
                .withMessageContaining("the kernel cannot load the scheduler: Permission denied")
                .withMessageContaining("p->scx.weight = 3;");
        assertThat(agent.schedulerState().state()).isEqualTo("disabled");
    }

    @Test
    void aSchedulerThatFailsToStartIsToldAndCleared(@TempDir Path folder) throws Exception {
        byte[] object = BrokenSchedulers.failingInit(folder);

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.attach(object, "broken"))
                .withMessageContaining("the scheduler ended while it was being attached")
                .withMessageContaining("ops.init() failed (-22)");
        assertThat(agent.schedulerState().attached()).isFalse();
        assertThat(attach(Schedulers.fifo()).opsName()).isEqualTo("fifo");
    }

    @Test
    void aSchedulerThatDispatchesNothingIsNotAttached(@TempDir Path folder) throws Exception {
        byte[] object = BrokenSchedulers.droppingAll(folder);

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.attach(object, "broken"))
                .withMessageContaining("runnable task stall")
                .withMessageContaining("failed to run for");
        assertThat(agent.schedulerState().state()).isEqualTo("disabled");
    }

    @Test
    void aSecondSchedulerIsRefusedAndTheFirstStays() {
        attach(Schedulers.vtime());

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> attach(Schedulers.fifo()))
                .withMessageContaining("a scheduler is attached already: vtime")
                .withMessageContaining("detach")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(EBUSY));

        assertThat(agent.schedulerState().opsName()).isEqualTo("vtime");
    }

    @Test
    void aSchedulerThatEndedIsToldAndReplaced() {
        attach(Schedulers.vtime());
        agent.sysrq('S');
        agent.run(Duration.ofMillis(100), PATIENCE);

        SchedulerState state = agent.schedulerState();

        assertThat(state.state()).isEqualTo("disabled");
        assertThat(state.exit().map(SchedulerExit::kind)).isEqualTo(Optional.of(67L));
        assertThat(state.exit().map(SchedulerExit::reason)).contains("disabled by sysrq-S");
        assertThat(attach(Schedulers.fifo()).opsName()).isEqualTo("fifo");
    }

    @Test
    void detachingNothingIsAnError() {
        assertThatThrownBy(agent::detach)
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("no scheduler is attached");
    }

    private Attachment attach(SchedulerObject scheduler) {
        return agent.attach(scheduler.object(), scheduler.name());
    }

    private String extEnabled(Worker worker) {
        return text("/proc/" + worker.pid() + "/sched")
                .lines()
                .filter(line -> line.startsWith("ext.enabled"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
    }
}
