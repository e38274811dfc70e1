package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.tables.TaskTable;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.freeze.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// The same steps in virtual time and live, on one machine of four CPUs each; and in what the two
/// differ: whether time passes between calls.
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Tag("machine")
class BothModesIT {
    private static final long THIRTY_DAYS_NANOS = Duration.ofDays(30).toNanos();
    private static final Duration SEVERAL_TICKS = Duration.ofMillis(100);

    @SuppressWarnings("NullAway.Init")
    private static VmSession vm;

    private final boolean live;

    BothModesIT(boolean live) {
        this.live = live;
    }

    @BeforeParameterizedClassInvocation
    static void boot(boolean live) {
        BootOptions options = BootOptions.defaults().withTopology("1n1l4c1t");
        vm = VmSession.boot(live ? options.live() : options);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        vm.close();
    }

    @Test
    void aSchedulerRunsWorkersAndASleepersFieldIsWritten() {
        assertThat(vm.attach(Schedulers.fifo()).opsName()).isEqualTo("fifo");
        Workers spinning = vm.spawn(new WorkerCount(4).spinning());
        Workers sleeper = vm.spawn(new WorkerCount(1).sleeping());
        vm.run(Duration.ofMillis(400));

        List<WorkerReport> reports = spinning.report();
        assertThat(reports).hasSize(4).allSatisfy(report -> {
            assertThat(report.failed()).isFalse();
            assertThat(report.status()).isEqualTo("alive");
            assertThat(report.cpuNanos()).isPositive();
            assertThat(report.workUnits()).isPositive();
        });
        var vtime = task(sleeper, "scx.dsq_vtime");
        BatchResult batch = vm.apply(
                        List.of(writeCold("seed", vtime, u64(THIRTY_DAYS_NANOS)), readCold("vtime", vtime, u64())))
                .orThrow();
        assertThat(batch.reply("seed").before()).isNotEqualTo(THIRTY_DAYS_NANOS);
        assertThat(batch.reply("vtime").number()).isEqualTo(THIRTY_DAYS_NANOS);
        vm.run(Duration.ofMillis(20));
        assertThat(vm.apply(List.of(readCold("later", vtime, u64())))
                        .reply("later")
                        .number())
                .as("nobody touches a sleeper's vtime")
                .isEqualTo(THIRTY_DAYS_NANOS);

        spinning.stop();
        sleeper.stop();
        assertThat(vm.detach().enabled()).isFalse();
    }

    @Test
    void timePassesBetweenCallsOnlyInALiveMachine() throws Exception {
        long nanos = vm.instant().guestTimeNanos();

        assertThat(timePassesBetweenCalls()).isEqualTo(live);
        assertThat(vm.instant().guestTimeNanos() > nanos).isEqualTo(live);
    }

    @Test
    void nothingMovesWithinABatch() {
        Workers spinning = vm.spawn(new WorkerCount(4).spinning());
        List<ColdOp> many = IntStream.range(0, 2000)
                .<ColdOp>mapToObj(number -> readCold("j" + number, symbol("jiffies_64"), u64()))
                .toList();
        BatchResult batch = vm.apply(many).orThrow();

        assertThat(batch.replies())
                .extracting(Reply::number)
                .containsOnly(batch.reply("j0").number());
        spinning.stop();
    }

    @Test
    void runMovesGuestTimeByWhatWasAsked() {
        long before = vm.apply(List.of(readCold("j", symbol("jiffies_64"), u64())))
                .orThrow()
                .replies()
                .getFirst()
                .guestTimeNanos();
        vm.run(Duration.ofMillis(250));

        long passed = vm.instant().guestTimeNanos() - before;
        assertThat(passed).isGreaterThanOrEqualTo(250_000_000);
        if (!live) {
            assertThat(passed).isLessThan(251_000_000);
        }
    }

    @Test
    void aPausedMachineStandsBetweenCallsAndRunsWithinThem() throws Exception {
        String paused = vm.pause();
        try {
            long jiffies = jiffies();
            TimeUnit.MILLISECONDS.sleep(SEVERAL_TICKS.toMillis());
            assertThat(jiffies()).isEqualTo(jiffies);
            vm.run(Duration.ofMillis(50));
            long afterRun = jiffies();
            assertThat(afterRun - jiffies).isGreaterThanOrEqualTo(50 / 4);
            TimeUnit.MILLISECONDS.sleep(SEVERAL_TICKS.toMillis());
            assertThat(jiffies()).isEqualTo(afterRun);
        } finally {
            assertThat(vm.resume()).contains(live ? "goes on from" : "stands anyway");
        }
        assertThat(paused).contains(live ? "until resume()" : "virtual time: between calls");
        assertThat(timePassesBetweenCalls()).isEqualTo(live);
    }

    @Test
    void whatIsSubmittedIsDoneBetweenCallsToo() throws Exception {
        BatchResult batch = vm.submit(List.of(readCold("j", symbol("jiffies_64"), u64())), Duration.ofSeconds(10))
                .get(10, TimeUnit.SECONDS);

        assertThat(batch.success()).isTrue();
        assertThat(vm.freezes())
                .extracting(FreezeRecord::number)
                .contains(batch.freeze().number());
    }

    @Test
    void everyFreezeIsRecorded() {
        long before = vm.freezes().size();
        vm.run(Duration.ofMillis(5));
        long number = vm.apply(List.of(readCold("j", symbol("jiffies_64"), u64())))
                .freeze()
                .number();

        assertThat(number).isGreaterThan(before);
        FreezeRecord freeze = vm.freezes().get((int) number - 1);
        assertThat(freeze.ops()).isEqualTo(1);
        assertThat(vm.freezes()).extracting(FreezeRecord::purpose).contains("boot", "run 0.005000 s");
    }

    @Test
    void captionsAndProvenanceSayTheMode() {
        String mode = vm.provenance().machine().get("mode");

        assertThat(mode).matches(live ? "live \\((KVM|TCG, one thread|TCG, a thread for each CPU)\\)" : "virtual time");
        assertThat(vm.instant().caption())
                .endsWith(live ? "1n1l4c1t, " + mode : "1n1l4c1t, virtual time, quantum 20 µs");
        assertThat(TaskTable.of(vm.tasks(), vm.instant().caption()).name()).contains(", " + mode);
    }

    private static boolean timePassesBetweenCalls() throws InterruptedException {
        long jiffies = jiffies();
        TimeUnit.MILLISECONDS.sleep(SEVERAL_TICKS.toMillis());
        return jiffies() > jiffies;
    }

    private static long jiffies() {
        return vm.apply(List.of(readCold("j", symbol("jiffies_64"), u64())))
                .orThrow()
                .reply("j")
                .number();
    }
}
