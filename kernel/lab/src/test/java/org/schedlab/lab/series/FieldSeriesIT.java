package org.schedlab.lab.series;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.LookWords;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TypedAddress;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;

/// Fields of every kind over time.
@Tag("machine")
class FieldSeriesIT {
    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void fieldsOfEveryKind(Path kernel) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            vm.attach(Schedulers.vtime());
            Workers workers = vm.spawn(new WorkerCount(4).spinning());
            vm.run(Duration.ofMillis(10));
            TypedAddress switches =
                    vm.object(perCpu("runqueues", "nr_switches", 1)).field();
            TypedAddress inDsq = vm.object(
                            "struct scx_dispatch_q",
                            vm.queues().content().dsqs().getFirst().address())
                    .at("nr")
                    .field();
            TypedAddress knob = vm.schedulers().knobField("slice_ns");

            FieldSeries series = vm.every(
                    Duration.ofMillis(1),
                    100,
                    perCpu("runqueues", "nr_running", 0),
                    task(workers, "se.sum_exec_runtime"),
                    symbol("jiffies_64"),
                    switches,
                    inDsq,
                    knob);

            Table table = series.table();
            assertThat(table.rowCount()).isEqualTo(100);
            assertThat(table.columnCount()).isEqualTo(7);
            assertThat(table.name()).startsWith("samples: 100, the last at ").contains("vtime");
            assertThat(series.names()).contains("per_cpu(runqueues, 1).nr_switches");
            long ran = series.samples().getLast().values().get(1)
                    - series.samples().getFirst().values().get(1);
            assertThat(ran).isBetween(30_000_000L, 70_000_000L);

            LookWords.assertThat(series.column(series.names().get(1))).nondecreasing();
            LookWords.assertThat(series.column("jiffies_64")).nondecreasing().counterDelta(0, Long.MAX_VALUE, 24, 26);
            LookWords.assertThat(series.column("per_cpu(runqueues, 1).nr_switches"))
                    .nondecreasing()
                    .rateWithin(0, 20_000);
            LookWords.assertThat(series.column(inDsq.text()))
                    .between(0, 4)
                    .alwaysTrue("whole", value -> value % 1 == 0);
            BrokenClaimException broken = catchThrowableOfType(
                    BrokenClaimException.class,
                    () -> LookWords.assertThat(series.column("jiffies_64")).strictlyIncreasing());
            assertThat(broken).hasMessageContaining("sample 1 of 100");
            assertThat(broken.guestTimeNanos())
                    .isEqualTo(series.samples().get(1).guestTimeNanos());

            assertThatThrownBy(() -> series.column("jiffies")).hasMessageContaining("jiffies_64");
            assertThatThrownBy(() -> vm.every(Duration.ofMillis(1), 0, symbol("jiffies_64")))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("0 times");
            assertThatThrownBy(() -> vm.every(Duration.ofMillis(1), 5, new Target[0]))
                    .hasMessageContaining("at least one field");
            assertThat(vm.every(Duration.ofMillis(1), 3, perCpu("runqueues", "nr_running"))
                            .columns())
                    .extracting(SeriesColumn::name)
                    .containsExactly("runqueues.nr_running of CPU 0", "runqueues.nr_running of CPU 1");
        }
    }
}
