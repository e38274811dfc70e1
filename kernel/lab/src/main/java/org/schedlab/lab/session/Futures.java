package org.schedlab.lab.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What came of the futures of one fork.
///
/// @param list in the order in which they were asked for
/// @param start the instant that they start from
/// @param guestTime how far each went on
public record Futures(List<FutureResult> list, MeasuredAt start, Duration guestTime) implements Tabular {
    private static final double MILLISECOND = 1e6;

    public Futures {
        list = List.copyOf(list);
    }

    /// The future of a name.
    public FutureResult get(String name) {
        return list.stream()
                .filter(future -> future.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LabException.asked("there is no future '%s'".formatted(name))
                        .available(list.stream().map(FutureResult::name).collect(Collectors.joining(", ")))
                        .exception());
    }

    /// What each worker got in each future, as one table and one chart.
    ///
    /// @throws LabException if every future failed, with the first one's reason
    public FutureComparison compare() {
        if (list.stream().noneMatch(FutureResult::success)) {
            throw LabException.asked("there is nothing to compare: no future came to its end")
                    .found(list.getFirst().name() + ": " + list.getFirst().problem())
                    .exception();
        }
        return new FutureComparison(this);
    }

    /// A row for each future, those that failed first: `future`; `scheduler` that was in charge, with its
    /// knobs; `preparation [ms]`, the guest time it took to prepare, such as to load the scheduler, before
    /// the measurement; `guest time [ns]` and `state hash` at its end; `CPU time [ms]` and `run delay [ms]`
    /// of all workers together; `longest run delay [ms]` of one of them; `problem`.
    @Override
    public Table table() {
        var name = StringColumn.create("future");
        var guestTime = LongColumn.create("guest time [ns]");
        var scheduler = StringColumn.create("scheduler");
        var preparation = DoubleColumn.create("preparation [ms]");
        var cpu = DoubleColumn.create("CPU time [ms]");
        var runDelay = DoubleColumn.create("run delay [ms]");
        var longest = DoubleColumn.create("longest run delay [ms]");
        var hash = StringColumn.create("state hash");
        var problem = StringColumn.create("problem");
        List<FutureResult> failedFirst = new ArrayList<>(list);
        failedFirst.sort(Comparator.comparing(FutureResult::success));
        for (FutureResult future : failedFirst) {
            name.append(future.name());
            scheduler.append(future.scheduler());
            preparation.append(future.preparationNanos() / MILLISECOND);
            guestTime.append(future.guestTimeNanos());
            cpu.append(sum(future.shares().stream()
                            .map(FutureResult.Share::cpuNanos)
                            .toList())
                    / MILLISECOND);
            runDelay.append(sum(future.shares().stream()
                            .map(FutureResult.Share::runDelayNanos)
                            .toList())
                    / MILLISECOND);
            longest.append(future.shares().stream()
                            .mapToLong(FutureResult.Share::runDelayNanos)
                            .max()
                            .orElse(0)
                    / MILLISECOND);
            hash.append(future.stateHash());
            problem.append(future.problem());
        }
        return CaptionedTable.titled(
                "futures: %s".formatted(caption()),
                name,
                scheduler,
                preparation,
                guestTime,
                cpu,
                runDelay,
                longest,
                hash,
                problem);
    }

    private static long sum(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).sum();
    }

    String caption() {
        return String.format(
                Locale.ROOT,
                "%d from one instant, each %d ms of guest time; the instant: %s under %s · %s",
                list.size(),
                guestTime.toMillis(),
                start.time(),
                start.scheduler(),
                start.place());
    }
}
