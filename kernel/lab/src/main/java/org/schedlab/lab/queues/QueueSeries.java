package org.schedlab.lab.queues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.machine.Stretch;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.lab.pictures.QueueMovie;
import org.schedlab.lab.runqueues.CpuQueue;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// The queues at many instants, evenly apart. Between two of them anything may have happened. A value.
///
/// @param instants in order of guest time
/// @param last the last instant, and who was in charge since the first
public record QueueSeries(List<QueueInstant> instants, MeasuredAt last) implements Tabular, Pictured {
    public QueueSeries {
        instants = List.copyOf(instants);
    }

    /// Lets guest time move on and looks, again and again.
    ///
    /// @param period guest time from one to the next
    /// @param count how many
    /// @throws LabException if one of them is not above zero, or a queue is broken: where
    public static QueueSeries of(SessionMachine session, Duration period, int count) {
        if (count < 1 || !period.isPositive()) {
            throw LabException.asked(String.format(Locale.ROOT, "cannot look %d times every %s", count, period))
                    .available("at least once, a period above zero")
                    .remedy("for example queues(ms(1), 100)")
                    .exception();
        }
        Stretch.require(period);
        List<QueueInstant> seen = session.inTurn(guest -> {
            List<QueueInstant> taken = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                guest.run("look at queues", period, Slices.hostDeadline(period));
                taken.add(Queues.of(guest, session.instant()).content());
            }
            return taken;
        });
        return new QueueSeries(seen, session.measuredSince(seen.getFirst().guestTimeNanos()));
    }

    /// A slider over the instants, in pages with scripts.
    @Override
    public QueueMovie picture() {
        return QueueMovie.of(instants, last.scheduler(), last.place());
    }

    /// A row for each CPU at each instant: who runs, whom the kernel's own scheduler would pick, how many there are.
    @Override
    public Table table() {
        var time = LongColumn.create("guest time [ns]");
        var cpu = IntColumn.create("cpu");
        var running = StringColumn.create("running");
        var picked = StringColumn.create(
                "picked by " + instants.getFirst().cpus().getFirst().root().scheduler());
        var nr = IntColumn.create("nr_running");
        var fair = IntColumn.create("fair");
        var ext = IntColumn.create("sched_ext");
        var local = IntColumn.create("in local DSQ");
        for (QueueInstant each : instants) {
            for (CpuQueue queue : each.cpus()) {
                time.append(each.guestTimeNanos());
                cpu.append(queue.cpu());
                running.append(queue.running());
                picked.append(queue.root().picked().map(entity -> entity.name()).orElse(""));
                nr.append(queue.nrRunning());
                fair.append(queue.root().tasks());
                ext.append(queue.nrSchedExt());
                local.append(each.dsqs().stream()
                        .filter(dsq -> dsq.dsq().ofCpu() == queue.cpu())
                        .mapToInt(dsq -> dsq.nr())
                        .sum());
            }
        }
        List<Column<?>> columns = new ArrayList<>(List.of(time, cpu, running, picked, nr, fair));
        if (instants.getFirst().hasSchedExt()) {
            columns.addAll(List.of(ext, local));
        }
        return CaptionedTable.titled(
                String.format(
                        Locale.ROOT, "queues of each CPU at %d instants, the last %s", instants.size(), last.caption()),
                columns.toArray(new Column<?>[0]));
    }
}
