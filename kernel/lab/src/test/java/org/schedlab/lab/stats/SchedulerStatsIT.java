package org.schedlab.lab.stats;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.series.SeriesColumn.Point;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import tech.tablesaw.api.ColumnType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A program that serves statistics of its scheduler, `src/test/c` of the module guest. The oracle is the map that its
/// numbers are of, read out of the kernel's memory.
@Tag("machine")
class SchedulerStatsIT {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;
    private static final Path EXECUTABLE =
            Path.of("../../guest/target/test-classes/org/schedlab/guest/program/third-party");

    private final VmSession vm = VmSession.boot(BootOptions.defaults());

    @AfterEach
    void close() {
        vm.close();
    }

    private long counted() {
        return vm.schedulers().map("counts").row(0).getLong("value");
    }

    @Test
    void aReadingHasWhatTheProgramSaysAndMeans() {
        vm.spawn(new WorkerCount(2).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
        vm.attach(Scheduler.path(EXECUTABLE, "-t"));
        vm.run(Duration.ofMillis(200));
        long before = counted();

        StatsReading reading = vm.schedulerStats();

        assertThat(reading.number("enqueued")).isBetween((double) before, (double) counted());
        assertThat(reading.number("since")).isEqualTo(reading.number("enqueued"));
        assertThat(reading.number("halves[0]") + reading.number("halves[1]")).isEqualTo(reading.number("enqueued"));
        assertThat(reading.number("dsqs[global].inserts")).isEqualTo(reading.number("enqueued"));
        assertThat(reading.text("who")).isEqualTo("third");
        assertThat(reading.table().name())
                .startsWith("statistics 'top' of the scheduler's program: 7, at ")
                .contains("scheduler: third-party")
                .containsPattern("asking took [\\d.]+ µs of guest time; the first answer on this connection$");
        assertThat(reading.table().printAll())
                .containsPattern("enqueued +\\| +\\d+ +\\| +u64 +\\| +tasks queued since it began ")
                .containsPattern("share +\\| +0.5 +\\| +float ")
                .containsPattern("dsqs\\[global].inserts +\\| +\\d+ +\\| +u64 +\\| +into this queue ");
        assertThat(vm.schedulerStats().table().name()).endsWith("is since the answer before");
        assertThatExceptionOfType(UnknownNameException.class)
                .isThrownBy(() -> reading.number("enqeued"))
                .withMessageContaining("enqueued");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> reading.number("who"))
                .withMessageContaining("'third', a string");
    }

    @Test
    void aSeriesCountsFromAnswerToAnswerAndGivesTheSameBitsAgain() {
        vm.spawn(new WorkerCount(2).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
        vm.attach(Scheduler.path(EXECUTABLE, "-t"));
        vm.checkpoint("before");

        StatsSeries series = vm.schedulerStats(Duration.ofMillis(20), 10);
        String hash = vm.stateHash();

        assertThat(series.names())
                .containsExactly("enqueued", "since", "share", "halves[0]", "halves[1]", "dsqs[global].inserts");
        assertThat(series.table().rowCount()).isEqualTo(10);
        assertThat(series.table().name()).containsPattern("10, 2\\d\\.\\d{3} to 2\\d\\.\\d{3} ms apart, the last at ");
        assertThat(series.table().column("enqueued").type()).isEqualTo(ColumnType.LONG);
        assertThat(series.table().column("share").type()).isEqualTo(ColumnType.DOUBLE);
        assertThatExceptionOfType(UnknownNameException.class)
                .isThrownBy(() -> series.only("load"))
                .withMessageContaining("use one of these names: enqueued, since, ");
        assertThat(series.column("since").points().stream().skip(1).map(Point::value))
                .containsExactlyElementsOf(series.column("enqueued").differences().points().stream()
                        .map(Point::value)
                        .toList());
        assertThat(series.column("since").points())
                .allSatisfy(point -> assertThat(point.value())
                        .isBetween(15.0, 60.0)); // two workers that wake every 2 ms, and the program itself
        assertThat(series.samples())
                .allSatisfy(sample -> assertThat(sample.connectedAnew()).isFalse());
        assertThat(series.chart().getSubtitles()).isNotEmpty();

        vm.rewind("before");
        assertThat(vm.schedulerStats(Duration.ofMillis(20), 10).samples()).isEqualTo(series.samples());
        assertThat(vm.stateHash()).isEqualTo(hash);
    }

    @Test
    void whoServesNothingOrHasEndedOrDoesNotAnswerIsTold() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(vm::schedulerStats)
                .withMessageContaining("there is no socket /var/run/scx/root/stats");
        vm.attach(Scheduler.path(EXECUTABLE, "-t"));
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.schedulerStats(StatsRequest.top().target("layers")))
                .withMessageContaining("'layers'")
                .withMessageContaining("errno 22: unknown stat target");
        assertThat(vm.schedulerStats().number("enqueued")).isNotNegative();
        var program = vm.schedulers().program().orElseThrow();
        program.signal(SIGSTOP);
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> vm.schedulerStats(StatsRequest.top().withPatience(Duration.ofMillis(50))))
                .withMessageContaining("no answer in 50 ms of guest time");
        program.signal(SIGCONT);
        assertThat(vm.schedulerStats().answer().connectedAnew()).isTrue();
        vm.attach(Schedulers.vtime());
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(vm::schedulerStats)
                .withMessageContaining("the program that made it has ended");
    }
}
