package org.schedlab.experiments.gauntlet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.schedlab.experiments.Run;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.schedulers.SchedulerEvent;
import org.schedlab.lab.trace.Trace;
import org.schedlab.lab.workers.Workers;
import tech.tablesaw.api.Table;

/// What is measured in each cell of the gauntlet. Stateless.
final class Measurements {
    static final String VERIFIED = "verified_insns";
    static final String ATTACH = "attach_us";
    static final String DISPATCHED = "dispatched";
    static final String IN_CHARGE = "in_charge";
    static final String STARVED = "workers_starved";
    static final String LONGEST_WAIT = "longest_wait_ns";
    static final String BUSY = "busy_percent";
    static final String HEAVY_TO_LIGHT = "heavy_to_light";

    private Measurements() {}

    /// By name, in order. None of them takes guest time before the last one.
    static SequencedMap<String, ToDoubleFunction<Run<List<Workers>>>> all() {
        SequencedMap<String, ToDoubleFunction<Run<List<Workers>>>> all = new LinkedHashMap<>();
        all.put(VERIFIED, run -> sum(run.vm().schedulers().schedulerPrograms(), "verified instructions"));
        all.put(ATTACH, Measurements::attach);
        all.put(IN_CHARGE, Measurements::inCharge);
        all.put(
                STARVED,
                run -> reports(run).filter(each -> each.cpuNanos() <= 0).count());
        all.put(
                LONGEST_WAIT,
                run -> load(run).latency().numberColumn("max [ns]").max());
        all.put(BUSY, run -> load(run).cpus().numberColumn("busy [%]").mean());
        all.put(HEAVY_TO_LIGHT, run -> cpuNanos(run, "heavy") / cpuNanos(run, "light"));
        all.put(DISPATCHED, run -> {
            var dispatched = run.vm().schedulerState().dispatched();
            return dispatched.isPresent() ? dispatched.getAsLong() : Double.NaN;
        });
        return all;
    }

    /// While the load was on.
    private static Trace load(Run<?> run) {
        return run.vm().trace().last(Load.HOLD);
    }

    private static double sum(Table table, String column) {
        return table.isEmpty() ? Double.NaN : table.numberColumn(column).sum();
    }

    private static double attach(Run<?> run) {
        return run.vm().schedulers().history().events().stream()
                .filter(each -> each.what() == SchedulerEvent.What.ATTACHED)
                .mapToDouble(each -> each.loadNanos() / 1e3)
                .findFirst()
                .orElse(Double.NaN);
    }

    /// The kernel's own scheduler, which nobody attached, cannot end.
    private static double inCharge(Run<?> run) {
        List<SchedulerEvent> events = run.vm().schedulers().history().events();
        return events.isEmpty() || events.getLast().what() == SchedulerEvent.What.ATTACHED ? 1 : 0;
    }

    private static Stream<WorkerReport> reports(Run<List<Workers>> run) {
        return run.outcome().stream().flatMap(each -> each.report().stream());
    }

    private static double cpuNanos(Run<List<Workers>> run, String name) {
        return reports(run)
                .filter(each -> each.worker().comm().startsWith(name + "-"))
                .mapToDouble(WorkerReport::cpuNanos)
                .sum();
    }
}
