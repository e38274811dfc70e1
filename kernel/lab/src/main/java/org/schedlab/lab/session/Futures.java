package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What came of the futures of one fork.
///
/// @param list in the order in which they were asked for
/// @param start the instant that they start from
/// @param guestTime how far each went on
public record Futures(List<FutureResult> list, MeasuredAt start, Duration guestTime) implements Tabular {
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

    /// A row for each future: `future`, `guest_time_ns` and `state_hash` at its end, `cpu_us` and
    /// `run_delay_us` of all workers together, `longest_run_delay_us` of one of them, `problem`.
    @Override
    public Table table() {
        var name = StringColumn.create("future");
        var guestTime = LongColumn.create("guest_time_ns");
        var cpu = LongColumn.create("cpu_us");
        var runDelay = LongColumn.create("run_delay_us");
        var longest = LongColumn.create("longest_run_delay_us");
        var hash = StringColumn.create("state_hash");
        var problem = StringColumn.create("problem");
        for (FutureResult future : list) {
            name.append(future.name());
            guestTime.append(future.guestTimeNanos());
            cpu.append(sum(future.shares().stream()
                            .map(FutureResult.Share::cpuNanos)
                            .toList())
                    / 1000);
            runDelay.append(sum(future.shares().stream()
                            .map(FutureResult.Share::runDelayNanos)
                            .toList())
                    / 1000);
            longest.append(future.shares().stream()
                            .mapToLong(FutureResult.Share::runDelayNanos)
                            .max()
                            .orElse(0)
                    / 1000);
            hash.append(future.stateHash());
            problem.append(future.problem());
        }
        return Table.create("futures: %s".formatted(caption()))
                .addColumns(name, guestTime, cpu, runDelay, longest, hash, problem);
    }

    private static long sum(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).sum();
    }

    String caption() {
        return String.format(
                Locale.ROOT,
                "%d from one instant, each %d ms of guest time, %s",
                list.size(),
                guestTime.toMillis(),
                start.caption());
    }
}
