package org.schedlab.lab.rtapp;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.load.LoadState;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Tasks of rt-app on a real kernel: their times are those that were asked for, also beside others.
@Tag("machine")
class RtAppIT {
    private static final double ONE_PERCENT = 0.01;

    /// Two tasks share CPU 0, two wake each other, one sleeps, one ends, one is forked, one is real-time.
    private static final String MIX = """
            { "tasks" : {
                "busy"   : { "instance" : 2, "cpus" : [0], "run" : 5000, "timer" : { "ref" : "unique", "period" : 20000 } },
                "ping"   : { "cpus" : [1], "run" : 2000, "resume" : "pong", "suspend" : "" },
                "pong"   : { "cpus" : [2], "suspend" : "", "run" : 1000, "resume" : "ping" },
                "sleeps" : { "lock" : "m", "run" : 500, "unlock" : "m", "sleep" : 20000 },
                "once"   : { "loop" : 2, "run" : 3000, "lock" : "m", "run" : 100, "unlock" : "m", "fork" : "child" },
                "child"  : { "instance" : 0, "loop" : 1, "runtime" : 4000 },
                "fifo"   : { "policy" : "SCHED_FIFO", "run" : 1000, "timer" : { "ref" : "t", "period" : 10000 } } },
              "global" : { "duration" : 1 } }
            """;

    @Test
    void tasksTakeTheTimesThatTheirFileSays() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l4c1t"))) {
            RtAppRun app = vm.rtApp(MIX).run();
            List<WorkerReport> reports = app.workers().report();
            Table table = app.table();

            assertThat(reports).extracting(report -> report.ending().words()).containsOnly("alive");
            assertThat(reports)
                    .extracting(report -> report.worker().comm())
                    .containsExactly("busy-0", "busy-1", "ping-2", "pong-3", "sleeps-4", "once-5", "fifo-6");
            assertThat(app.state().members())
                    .extracting(LoadState.Member::problem)
                    .hasSize(9)
                    .containsOnly("");
            for (String alone : List.of("ping-2", "fifo-6")) {
                Row row = row(table, alone);
                assertThat(row.getDouble("run [ms]"))
                        .as(alone)
                        .isCloseTo(row.getDouble("c_duration [ms]"), within(ONE_PERCENT * row.getDouble("run [ms]")));
            }
            for (int i = 0; i < 2; i++) {
                // Beside each other on one CPU, they had the CPU time that was asked for; beside that there is a pass
                // that is not over, and what it takes to become the program.
                double asked = row(table, "busy-" + i).getDouble("c_duration [ms]");
                assertThat(asked).isBetween(240.0, 250.0);
                assertThat(reports.get(i).cpuNanos() / 1e6).isBetween(asked, asked + 25);
                assertThat(row(table, "busy-" + i).getDouble("mean period [ms]"))
                        .isCloseTo(20, within(20 * ONE_PERCENT));
                // The CPU is busy with both for 10 ms of each 20, and with what else may come there for 3 at most.
                assertThat(row(table, "busy-" + i).getDouble("mean slack [µs]")).isBetween(7_000.0, 15_100.0);
            }
            assertThat(row(table, "sleeps-4").getDouble("mean period [ms]"))
                    .isCloseTo(20.5, within(20.5 * ONE_PERCENT));
            assertThat(row(table, "fifo-6").getDouble("mean perf index")).isBetween(0.97, 1.0);
            assertThat(row(table, "fifo-6").getLong("passes")).isBetween(98L, 100L);
            assertThat(row(table, "once-5").getString("state")).isEqualTo("has done all");
            assertThat(row(table, "child-0001").getString("state")).isEqualTo("has done all");
            // Its time goes on while the real-time task or another has its CPU.
            assertThat(row(table, "child-0001").getDouble("run [ms]")).isBetween(3.9, 6.5);
            assertThat(row(table, "fifo-6").getString("state")).isEqualTo("its time is over");
            assertThat(app.log("fifo-6").lines().findFirst().orElse("")).startsWith("#idx     perf      run   period");
        }
    }

    /// A task that the kernel refuses something is told with the reason; a deadline task may not leave out CPUs.
    @Test
    void aTaskThatGivesUpIsTold() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l4c1t"))) {
            RtAppRun app = vm.rtApp("""
                    { "tasks" : { "d" : { "phases" : {
                        "a" : { "cpus" : [0], "run" : 1000 },
                        "b" : { "cpus" : [0], "policy" : "SCHED_DEADLINE", "dl-runtime" : 1000, "dl-period" : 5000,
                                "run" : 1000 } } } } }
                    """);
            vm.run(Duration.ofMillis(100));
            assertThat(row(app.table(), "d-0").getString("state"))
                    .isEqualTo("FAILED: its policy (number 6): Operation not permitted");
            assertThat(app.workers().report().getFirst().failed()).isTrue();
        }
    }

    private static Row row(Table table, String task) {
        return table.stream()
                .filter(row -> row.getString("task").equals(task))
                .findFirst()
                .orElseThrow();
    }
}
