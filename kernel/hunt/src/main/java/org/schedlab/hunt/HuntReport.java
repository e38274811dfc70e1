package org.schedlab.hunt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.schedlab.hunt.run.Breach;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a hunt has tried, reached and found, with what earlier ones in its folder had. A value.
///
/// @param scheduler its name
/// @param seed that scenarios were made up from
/// @param entries of the log
/// @param finds in the order in which they were found
/// @param firsts the first scenario that has reached each feature
/// @param hostTime that this hunt took
public record HuntReport(
        String scheduler, long seed, List<Entry> entries, List<Find> finds, Map<String, Long> firsts, Duration hostTime)
        implements Tabular {
    public HuntReport {
        entries = List.copyOf(entries);
        finds = List.copyOf(finds);
        firsts = Map.copyOf(firsts);
    }

    static HuntReport of(HuntPlan plan, List<Entry> entries, List<Find> finds, Corpus corpus, long hostNanos) {
        return new HuntReport(
                plan.scheduler().name(), plan.seed(), entries, finds, corpus.firsts(), Duration.ofNanos(hostNanos));
    }

    private List<Entry.Tried> tried() {
        return entries.stream()
                .filter(Entry.Tried.class::isInstance)
                .map(Entry.Tried.class::cast)
                .toList();
    }

    /// How many scenarios were tried.
    public int scenarios() {
        return tried().size();
    }

    /// How many scenarios this host could not run.
    public long missed() {
        return entries.stream().filter(Entry.Missed.class::isInstance).count();
    }

    /// Guest time of all scenarios.
    public Duration guestTime() {
        return Duration.ofNanos(
                tried().stream().mapToLong(Entry.Tried::guestNanos).sum());
    }

    /// Nothing broke.
    public boolean passed() {
        return finds.isEmpty();
    }

    /// For JUnit: does nothing if nothing broke.
    ///
    /// @throws AssertionError what broke, and where it is written down
    public void requirePass() {
        if (!passed()) {
            throw new AssertionError(toString());
        }
    }

    /// A row for each scenario. Columns: `scenario`, `topology`, `workers`, `steps`, `guest time [ms]`, `new features`
    /// (that none before it had reached), `broke`, `notes`.
    @Override
    public Table table() {
        var number = LongColumn.create("scenario");
        var topology = StringColumn.create("topology");
        var workers = IntColumn.create("workers");
        var steps = IntColumn.create("steps");
        var guest = DoubleColumn.create("guest time [ms]");
        var news = IntColumn.create("new features");
        var broke = StringColumn.create("broke");
        var notes = StringColumn.create("notes");
        for (Entry.Tried each : tried()) {
            number.append(each.number());
            topology.append(each.scenario().topology());
            workers.append(each.scenario().workers());
            steps.append(each.scenario().steps().size());
            guest.append(each.guestNanos() / 1e6);
            news.append(each.news().size());
            broke.append(each.breaches().stream().map(Breach::key).collect(Collectors.joining("; ")));
            notes.append(String.join("; ", each.notes()));
        }
        return Table.create(summary(), number, topology, workers, steps, guest, news, broke, notes);
    }

    /// What was reached. Columns: `feature` (see [org.schedlab.hunt.run.Coverage]), `first scenario`.
    public Table coverage() {
        var feature = StringColumn.create("feature");
        var first = LongColumn.create("first scenario");
        firsts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> {
            feature.append(each.getKey());
            first.append(each.getValue());
        });
        return Table.create("%s features reached by %s".formatted(firsts.size(), summary()), feature, first);
    }

    /// Writes `report.html` into a folder.
    Path write(Path folder) {
        return HuntPage.write(this, folder);
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%d scenarios under %s from seed %d, %.1f s of guest time, %d features%s; %s",
                scenarios(),
                scheduler,
                seed,
                guestTime().toMillis() / 1e3,
                firsts.size(),
                missed() == 0 ? "" : String.format(Locale.ROOT, ", %d could not be run by this host", missed()),
                finds.isEmpty() ? "nothing broke" : String.format(Locale.ROOT, "%d finds", finds.size()));
    }

    /// What was tried and what was found, several lines.
    @Override
    public String toString() {
        return summary()
                + finds.stream().map(each -> System.lineSeparator() + each).collect(Collectors.joining());
    }
}
