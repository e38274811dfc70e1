package org.schedlab.lab.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.charts.ShareChart;
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
        var length = DoubleColumn.create("length_ms");
        var path = StringColumn.create("cgroup");
        var weight = IntColumn.create("weight");
        var tasks = IntColumn.create("tasks");
        var cpu = DoubleColumn.create("cpu_ms");
        var share = DoubleColumn.create("share_percent");
        var throttled = LongColumn.create("throttled_times");
        var throttledFor = DoubleColumn.create("throttled_ms");
        for (ScenarioPhase each : phases) {
            for (ScenarioPhase.CgroupPart part : each.cgroups()) {
                phase.append(each.number());
                length.append(each.nanos() / 1e6);
                path.append(part.path());
                weight.append(part.weight());
                tasks.append(part.tasks());
                cpu.append(part.cpuMicros() / 1e3);
                share.append(part.cpuMicros() == 0 ? 0 : Math.round(each.share(part.path()) * 10_000) / 100.0);
                throttled.append(part.throttled());
                throttledFor.append(part.throttledMicros() / 1e3);
            }
        }
        return Table.create("cgroups by phase, " + place)
                .addColumns(phase, length, path, weight, tasks, cpu, share, throttled, throttledFor);
    }

    static Table workers(List<ScenarioPhase> phases, String place) {
        var phase = IntColumn.create("phase");
        var pid = IntColumn.create("pid");
        var comm = StringColumn.create("comm");
        var status = StringColumn.create("status");
        var work = LongColumn.create("work_units");
        var rate = LongColumn.create("work_units_per_s");
        var cpu = DoubleColumn.create("cpu_ms");
        var runDelay = DoubleColumn.create("run_delay_ms");
        var timeslices = LongColumn.create("timeslices");
        var migrations = LongColumn.create("migrations");
        for (ScenarioPhase each : phases) {
            for (ScenarioPhase.WorkerPart part : each.workers()) {
                phase.append(each.number());
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
        return Table.create("workers by phase, " + place)
                .addColumns(phase, pid, comm, status, work, rate, cpu, runDelay, timeslices, migrations);
    }

    static Table events(List<ScenarioEvent> events, String place) {
        var time = LongColumn.create("guest_time_ns");
        var phase = IntColumn.create("phase");
        var what = StringColumn.create("what");
        for (ScenarioEvent event : events) {
            time.append(event.guestTimeNanos());
            phase.append(event.phase());
            what.append(event.what());
        }
        return Table.create(String.format(Locale.ROOT, "events: %d, %s", events.size(), place))
                .addColumns(time, phase, what);
    }

    static ShareChart.Content shares(List<ScenarioPhase> phases, String place) {
        List<ShareChart.Bar> bars = new ArrayList<>();
        for (ScenarioPhase phase : phases) {
            for (ScenarioPhase.CgroupPart part : phase.cgroups()) {
                bars.add(new ShareChart.Bar(name(phase), part.path(), part.cpuMicros() / 1e4 / (phase.nanos() / 1e9)));
            }
        }
        if (bars.isEmpty()) {
            throw LabException.asked("there is no chart of this scenario")
                    .found("no cgroup was there during a hold")
                    .remedy("give it cgroups and a hold: step(cgroup(\"a\").workers(1)).hold(s(1))")
                    .exception();
        }
        return new ShareChart.Content("CPU time of cgroups", place, bars);
    }

    private static String name(ScenarioPhase phase) {
        return phase.number() == 0 ? "baseline" : "step " + phase.number();
    }
}
