package org.schedlab.experiments;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Map<String, Function<Trace, Table>> TRACED = new LinkedHashMap<>();
    private static final Map<String, Function<Run<?>, Table>> TABLES = new LinkedHashMap<>();
    private static final Pattern TEXT = Pattern.compile(
            "(?i)(?<summary>\\w+) of (?<column>.+?) in (?<table>\\w+)(?: where (?<rows>.+?) = (?<text>.+))?");

    static {
        TRACED.put("tasks", Trace::tasks);
        TRACED.put("latency", Trace::latency);
        TRACED.put("latencyByCpu", Trace::latencyByCpu);
        TRACED.put("latencyByCgroup", Trace::latencyByCgroup);
        TRACED.put("slices", Trace::slices);
        TRACED.put("migrations", Trace::migrations);
        TRACED.put("cpus", Trace::cpus);
        TRACED.put("runQueues", Trace::runQueues);
        TRACED.put("workConservation", trace -> trace.workConservation().table());
        TRACED.put("dispatchQueues", Trace::dispatchQueues);
        TRACED.put("operations", Trace::operations);
        TRACED.forEach((name, of) -> TABLES.put(name, run -> of.apply(run.vm().trace())));
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

    /// One in words, which are its name: `max of p99 [ns] in latency where task = pipe*`; without `where`, of all rows.
    ///
    /// @throws LabException the words are not of that form, or there is no such summary or table
    public static TableMetric parse(String text) {
        Matcher words = TEXT.matcher(text.strip());
        List<String> summaries = Arrays.stream(Summary.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.matches() || !summaries.contains(words.group("summary").toLowerCase(Locale.ROOT))) {
            throw LabException.asked("'%s' is not a metric".formatted(text))
                    .available("%s of COLUMN in TABLE, with where COLUMN = TEXT* behind it for some rows; tables: %s"
                            .formatted(String.join(", ", summaries), String.join(", ", TABLES.keySet())))
                    .remedy("for example: max of p99 [ns] in latency")
                    .exception();
        }
        Optional<Rows> rows =
                Optional.ofNullable(words.group("rows")).map(column -> new Rows(column, words.group("text")));
        Summary summary = Summary.valueOf(words.group("summary").toUpperCase(Locale.ROOT));
        return new TableMetric(text.strip(), words.group("table"), rows, words.group("column"), summary);
    }

    /// Of what a machine has recorded; NaN if the table has no such row.
    ///
    /// @throws LabException it is of a table that is not a recording's
    public double of(Trace trace) {
        Function<Trace, Table> of = TRACED.get(table);
        if (of == null) {
            throw LabException.asked("the metric '%s' cannot be taken of a recording".formatted(name))
                    .available(String.join(", ", TRACED.keySet()))
                    .remedy("name one of these tables")
                    .exception();
        }
        return of(of.apply(trace));
    }

    /// Of a cell whose scenario has come to its end; NaN if the table has no such row.
    double of(Run<?> run) {
        Function<Run<?>, Table> of = TABLES.get(table);
        if (of == null) {
            throw new IllegalStateException("no table " + table);
        }
        return of(of.apply(run));
    }

    private double of(Table all) {
        return TableColumn.of(rows.map(each -> each.of(all)).orElse(all), column, summary);
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
