package org.schedlab.lab.scenario;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.charts.ShareChart;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A scenario's phases as tables, and as what charts are drawn from. Stateless.
final class PhaseTables {
    private PhaseTables() {}

    static Table cgroups(List<ScenarioPhase> phases, String place) {
        var phase = IntColumn.create("phase");
        var scheduler = StringColumn.create("scheduler");
        var length = DoubleColumn.create("length [ms]");
        var path = StringColumn.create("cgroup");
        var weight = IntColumn.create("weight");
        var tasks = IntColumn.create("tasks");
        var cpu = DoubleColumn.create("CPU time [ms]");
        var ofOne = DoubleColumn.create("of one CPU [%]");
        var share = DoubleColumn.create("share [%]");
        var throttled = LongColumn.create("throttled");
        var throttledFor = DoubleColumn.create("throttled [ms]");
        for (ScenarioPhase each : phases) {
            for (ScenarioPhase.CgroupPart part : each.cgroups()) {
                phase.append(each.number());
                scheduler.append(each.scheduler());
                length.append(each.nanos() / 1e6);
                path.append(part.path());
                weight.append(part.weight());
                tasks.append(part.tasks());
                cpu.append(part.cpuMicros() / 1e3);
                ofOne.append(percent(part.cpuMicros() * 1e3 / each.nanos()));
                share.append(part.cpuMicros() == 0 ? 0 : percent(each.share(part.path())));
                throttled.append(part.throttled());
                throttledFor.append(part.throttledMicros() / 1e3);
            }
        }
        return CaptionedTable.titled(
                "cgroups by phase, " + conditions(phases, place)
                        + " · of one CPU: CPU time by the phase's length; share: of what the cgroups beside it used"
                        + " together",
                phase,
                scheduler,
                length,
                path,
                weight,
                tasks,
                cpu,
                ofOne,
                share,
                throttled,
                throttledFor);
    }

    static Table workers(List<ScenarioPhase> phases, String place) {
        var phase = IntColumn.create("phase");
        var scheduler = StringColumn.create("scheduler");
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var status = StringColumn.create("status");
        var work = LongColumn.create("work units");
        var rate = LongColumn.create("work units [1/s]");
        var cpu = DoubleColumn.create("CPU time [ms]");
        var runDelay = DoubleColumn.create("run delay [ms]");
        var timeslices = LongColumn.create("timeslices");
        var migrations = LongColumn.create("migrations");
        for (ScenarioPhase each : phases) {
            for (ScenarioPhase.WorkerPart part : each.workers()) {
                phase.append(each.number());
                scheduler.append(each.scheduler());
                pid.append(part.worker().pid());
                comm.append(part.worker().comm());
                if (part.workUnits() == WorkerReport.NOT_MEASURED) {
                    work.appendMissing();
                    rate.appendMissing();
                } else {
                    work.append(part.workUnits());
                    rate.append(Math.round(part.workUnits() / (each.nanos() / 1e9)));
                }
                cpu.append(part.cpuNanos() / 1e6);
                runDelay.append(part.runDelayNanos() / 1e6);
                timeslices.append(part.timeslices());
                if (part.migrations() == WorkerReport.NOT_MEASURED) {
                    migrations.appendMissing();
                } else {
                    migrations.append(part.migrations());
                }
                status.append(part.end().status());
            }
        }
        return CaptionedTable.titled(
                "workers by phase, " + conditions(phases, place),
                phase,
                scheduler,
                pid,
                comm,
                status,
                work,
                rate,
                cpu,
                runDelay,
                timeslices,
                migrations);
    }

    static Table events(List<ScenarioEvent> events, String place) {
        var time = LongColumn.create("guest time [ns]");
        var phase = IntColumn.create("phase");
        var what = StringColumn.create("what");
        for (ScenarioEvent event : events) {
            time.append(event.guestTimeNanos());
            phase.append(event.phase());
            what.append(event.what());
        }
        return CaptionedTable.counted("events", place, time, phase, what);
    }

    static ShareChart.Content shares(List<ScenarioPhase> phases, String place) {
        boolean several = schedulers(phases).size() > 1;
        List<ShareChart.Bar> bars = new ArrayList<>();
        for (ScenarioPhase phase : phases) {
            for (ScenarioPhase.CgroupPart part : phase.cgroups()) {
                bars.add(new ShareChart.Bar(
                        named(phase, several), part.path(), part.cpuMicros() / 1e4 / (phase.nanos() / 1e9)));
            }
        }
        if (bars.isEmpty()) {
            throw LabException.asked("there is no chart of this scenario")
                    .found("no cgroup was there during a hold")
                    .remedy("give it cgroups and a hold: step(cgroup(\"a\").workers(1)).hold(s(1))")
                    .exception();
        }
        return new ShareChart.Content(
                "CPU time of cgroups · " + String.join(" · ", schedulers(phases)), conditions(phases, place), bars);
    }

    private static double percent(double part) {
        return Math.round(part * 10_000) / 100.0;
    }

    private static List<String> schedulers(List<ScenarioPhase> phases) {
        return phases.stream().map(ScenarioPhase::scheduler).distinct().toList();
    }

    private static String conditions(List<ScenarioPhase> phases, String place) {
        return "scheduler: %s · %s".formatted(String.join(" · ", schedulers(phases)), place);
    }

    private static String named(ScenarioPhase phase, boolean withScheduler) {
        String name = phase.number() == 0 ? "baseline" : "step " + phase.number();
        return withScheduler ? name + ", " + phase.scheduler() : name;
    }
}
