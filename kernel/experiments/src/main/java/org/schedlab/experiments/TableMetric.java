package org.schedlab.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.trace.Trace;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A metric that is a column of a table which every machine has, as one number. Immutable.
///
/// @param name with its unit, such as `wait_p99_ns`
/// @param table which one: [#tables()]
/// @param rows which of its rows count; empty for all
/// @param column whose numbers count
/// @param summary how they become one
public record TableMetric(String name, String table, Optional<Rows> rows, String column, Summary summary) {
    private static final Map<String, Function<Run<?>, Table>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("tasks", traced(Trace::tasks));
        TABLES.put("latency", traced(Trace::latency));
        TABLES.put("latencyByCpu", traced(Trace::latencyByCpu));
        TABLES.put("latencyByCgroup", traced(Trace::latencyByCgroup));
        TABLES.put("slices", traced(Trace::slices));
        TABLES.put("migrations", traced(Trace::migrations));
        TABLES.put("cpus", traced(Trace::cpus));
        TABLES.put("runQueues", traced(Trace::runQueues));
        TABLES.put("workConservation", traced(trace -> trace.workConservation().table()));
        TABLES.put("dispatchQueues", traced(Trace::dispatchQueues));
        TABLES.put("operations", traced(Trace::operations));
        TABLES.put("schedulers", run -> run.vm().schedulers().history().table());
        TABLES.put("schedulerPrograms", run -> run.vm().schedulers().schedulerPrograms());
        TABLES.put("workers", run -> scenario(run).workerTable());
        TABLES.put("cgroups", run -> scenario(run).cgroupTable());
    }

    public TableMetric {
        if (!TABLES.containsKey(table)) {
            throw LabException.asked("the metric '%s' cannot be of the table '%s'".formatted(name, table))
                    .available(String.join(", ", TABLES.keySet()))
                    .remedy("name one of these")
                    .exception();
        }
    }

    /// Rows by the text of a column.
    ///
    /// @param column its name
    /// @param text what it says there; with a `*` at the end, what it begins with
    public record Rows(String column, String text) {
        private Table of(Table table) {
            if (!table.containsColumn(column)) {
                throw LabException.asked("no rows can be chosen by the column '%s'".formatted(column))
                        .found("there is none")
                        .available(String.join(", ", table.columnNames()))
                        .remedy("name one of these")
                        .exception();
            }
            String begin = text.endsWith("*") ? text.substring(0, text.length() - 1) : null;
            return table.where(table.column(column)
                    .asStringColumn()
                    .eval(each -> begin == null ? each.equals(text) : each.startsWith(begin)));
        }
    }

    /// The names of the tables: those of [Trace]; `schedulers` (what happened to them) and `schedulerPrograms`; and
    /// `workers`
    /// and `cgroups` of a scenario that is data.
    public static List<String> tables() {
        return List.copyOf(TABLES.keySet());
    }

    /// Of a cell whose scenario has come to its end; NaN if the table has no such row.
    double of(Run<?> run) {
        Function<Run<?>, Table> of = TABLES.get(table);
        if (of == null) {
            throw new IllegalStateException("no table " + table);
        }
        Table all = of.apply(run);
        return TableColumn.of(rows.map(each -> each.of(all)).orElse(all), column, summary);
    }

    private static Function<Run<?>, Table> traced(Function<Trace, Table> of) {
        return run -> of.apply(run.vm().trace());
    }

    private static ScenarioResult scenario(Run<?> run) {
        if (run.outcome() instanceof ScenarioResult result) {
            return result;
        }
        throw LabException.asked("the tables 'workers' and 'cgroups' are a scenario's that is data")
                .found("this one is Java code")
                .remedy("take the metric of what the scenario returns, or give scenario(…) steps")
                .exception();
    }
}
