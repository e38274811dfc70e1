package org.schedlab.experiments.gauntlet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.schedlab.experiments.Cell;
import org.schedlab.experiments.CellRow;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.ExperimentResult.CellResult;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.lab.verdict.Claim;
import org.schedlab.lab.verdict.Outcome;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a scheduler did in the gauntlet. Immutable.
///
/// @param scheduler its name
/// @param presets the topologies
/// @param loads what it had to do
/// @param cells a row for each cell that has one, and which have none
/// @param ran how many happened now
/// @param failures cells that the host did not let happen, with the reasons
public record GauntletResult(
        String scheduler,
        List<Preset> presets,
        List<Load> loads,
        ExperimentResult cells,
        int ran,
        Map<Cell, String> failures)
        implements Tabular {
    /// The kernel did not take the scheduler.
    public static final String REFUSED = "REFUSED";

    private static final String REFUSED_END = "scheduler refused";

    public GauntletResult {
        presets = List.copyOf(presets);
        loads = List.copyOf(loads);
        failures = Map.copyOf(failures);
    }

    /// A row for each machine on which something ran. Columns: `kernel`, `topology`, `CPUs` (as `1n2l2c1t`),
    /// `verified instructions` (all programs together), `attach [µs]`, and one for each load: PASS, FAIL, REFUSED,
    /// INCONCLUSIVE; empty if it did not happen.
    @Override
    public Table table() {
        var kernel = StringColumn.create("kernel");
        var name = StringColumn.create("topology");
        var cpus = StringColumn.create("CPUs");
        var verified = DoubleColumn.create("verified instructions");
        var attach = DoubleColumn.create("attach [µs]");
        List<StringColumn> outcomes =
                loads.stream().map(each -> StringColumn.create(each.name())).toList();
        byMachine().forEach((machine, rows) -> {
            kernel.append(machine.kernel());
            name.append(machine.preset().name());
            cpus.append(machine.preset().topology().toString());
            verified.append(any(rows, Measurements.VERIFIED));
            attach.append(any(rows, Measurements.ATTACH));
            for (int i = 0; i < outcomes.size(); i++) {
                String load = loads.get(i).name();
                outcomes.get(i)
                        .append(rows.stream()
                                .filter(each -> each.cell().text(Gauntlet.LOAD).equals(load))
                                .map(each -> outcome(each.row()))
                                .findFirst()
                                .orElse(""));
            }
        });
        Table table = Table.create(toString(), kernel, name, cpus, verified, attach);
        outcomes.forEach(table::addColumns);
        return table;
    }

    private SequencedMap<Machines.Machine, List<CellResult>> byMachine() {
        return cells.rows().stream()
                .collect(Collectors.groupingBy(
                        each -> new Machines.Machine(
                                each.cell().text(Gauntlet.KERNEL), each.cell().value(Gauntlet.TOPOLOGY, Preset.class)),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static double any(List<CellResult> rows, String metric) {
        return rows.stream()
                .mapToDouble(each -> each.row().metrics().getOrDefault(metric, Double.NaN))
                .filter(Double::isFinite)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String outcome(CellRow row) {
        return row.end().startsWith(REFUSED_END) ? REFUSED : row.verdict();
    }

    /// How many cells had each outcome, as counts by outcome; `rows` columns: `outcome`, `cells`.
    public Table outcomes() {
        Map<String, Long> counts = counts();
        var outcome = StringColumn.create("outcome");
        var count = IntColumn.create("cells");
        counts.forEach((name, number) -> {
            outcome.append(name);
            count.append(number.intValue());
        });
        return Table.create("outcomes of " + scheduler, outcome, count);
    }

    private SequencedMap<String, Long> counts() {
        return cells.rows().stream()
                .map(each -> outcome(each.row()))
                .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
    }

    /// A line for each cell that did not pass: which claim failed and what was measured, or why it could not be judged.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (CellResult each : cells.rows()) {
            if (!outcome(each.row()).equals(Outcome.PASS.toString())) {
                problems.add("%s %s, %s: %s %s"
                        .formatted(
                                each.cell().text(Gauntlet.KERNEL),
                                each.cell().text(Gauntlet.TOPOLOGY),
                                each.cell().text(Gauntlet.LOAD),
                                outcome(each.row()),
                                why(each))
                        .strip());
            }
        }
        failures.forEach((cell, why) -> problems.add("%s %s, %s: did not happen: %s"
                .formatted(cell.text(Gauntlet.KERNEL), cell.text(Gauntlet.TOPOLOGY), cell.text(Gauntlet.LOAD), why)));
        return problems;
    }

    private static String why(CellResult cell) {
        List<String> why = new ArrayList<>();
        if (!cell.row().end().isEmpty()) {
            why.add(cell.row().end());
        } else {
            cell.cell().value(Gauntlet.LOAD, Load.class).claims().stream()
                    .flatMap(claim -> claim.of(cell.row().metrics().getOrDefault(claim.metric(), Double.NaN)).stream())
                    .filter(claim -> claim.outcome() != Outcome.PASS)
                    .map(GauntletResult::words)
                    .forEach(why::add);
        }
        return String.join("; ", why);
    }

    private static String words(Claim claim) {
        return "%s is %s, expected %s".formatted(claim.about(), claim.measured(), claim.expected());
    }

    /// Whether every cell that happened passed, and each that was tried happened.
    public boolean passed() {
        return failures.isEmpty()
                && !cells.rows().isEmpty()
                && cells.rows().stream().allMatch(each -> outcome(each.row()).equals(Outcome.PASS.toString()));
    }

    /// For JUnit: does nothing if it [#passed()].
    ///
    /// @throws AssertionError with the first problems
    public void requirePass() {
        if (!passed()) {
            throw new AssertionError(
                    this + "\n  " + problems().stream().limit(20).collect(Collectors.joining("\n  ")));
        }
    }

    /// How many machines and cells there are, and with which outcomes.
    @Override
    public String toString() {
        int all = cells.account().cells();
        int there = cells.rows().size();
        String counts = counts().entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "gauntlet of %s: %d of %d cells on %d machines (%d run now)%s%s",
                scheduler,
                there,
                all,
                byMachine().size(),
                ran,
                counts.isEmpty() ? "" : ": " + counts,
                failures.isEmpty() ? "" : String.format(Locale.ROOT, "; %d could not be run", failures.size()));
    }
}
