package org.schedlab.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.vm.LabException;

/// Tries settings of a scheduler's knobs, each once, and knows what came of them. Not thread-safe.
final class Evaluations<T> {
    /// So many failed and none did not: the others would too.
    private static final int HOPELESS = 5;

    private final Experiment<T> experiment;
    private final SchedulerObject scheduler;
    private final List<String> knobs;
    private final List<Objective> objectives;
    private final List<Long> seeds;
    private final SequencedMap<List<Long>, Evaluation> tried = new LinkedHashMap<>();

    Evaluations(
            Experiment<T> experiment,
            SchedulerObject scheduler,
            List<String> knobs,
            List<Objective> objectives,
            List<Long> seeds) {
        this.experiment = experiment;
        this.scheduler = scheduler;
        this.knobs = List.copyOf(knobs);
        this.objectives = List.copyOf(objectives);
        this.seeds = List.copyOf(seeds);
    }

    /// In the order in which they were tried.
    List<Evaluation> all() {
        return List.copyOf(tried.values());
    }

    int count() {
        return tried.size();
    }

    Optional<Evaluation> known(List<Long> setting) {
        return Optional.ofNullable(tried.get(setting));
    }

    /// What comes of a setting: what is known, or what its cells give.
    ///
    /// @throws HopelessException the first settings all failed
    Evaluation of(List<Long> setting) {
        Evaluation known = tried.get(setting);
        if (known != null) {
            return known;
        }
        Evaluation evaluation = run(setting);
        tried.put(setting, evaluation);
        if (tried.size() >= HOPELESS && tried.values().stream().noneMatch(Evaluation::counts)) {
            throw new HopelessException(LabException.asked(
                            String.format(Locale.ROOT, "the first %d settings all failed", tried.size()))
                    .found(tried.firstEntry().getValue().toString())
                    .remedy("run() the experiment with the default first; when that measures what is asked, tune it")
                    .text());
        }
        return evaluation;
    }

    /// The scheduler with a setting.
    SchedulerObject with(List<Long> setting) {
        SchedulerObject set = scheduler;
        for (int i = 0; i < knobs.size(); i++) {
            set = set.with(knobs.get(i), setting.get(i));
        }
        return set;
    }

    private Evaluation run(List<Long> setting) {
        SequencedMap<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < knobs.size(); i++) {
            values.put(knobs.get(i), setting.get(i));
        }
        try {
            ExperimentResult result =
                    experiment.with(List.<Scheduler>of(with(setting)), seeds).run();
            SequencedMap<String, Double> metrics = new LinkedHashMap<>();
            objectives.forEach(each -> metrics.put(each.metric(), each.of(values(result, each.metric()))));
            return trouble(result)
                    .map(why -> failed(values, why))
                    .orElseGet(() -> new Evaluation(tried.size() + 1, values, metrics, ""));
        } catch (HopelessException e) {
            return failed(values, line(e.getMessage()));
        }
    }

    private Evaluation failed(SequencedMap<String, Long> values, String why) {
        SequencedMap<String, Double> nothing = new LinkedHashMap<>();
        objectives.forEach(each -> nothing.put(each.metric(), Double.NaN));
        return new Evaluation(tried.size() + 1, values, nothing, why);
    }

    private static List<Double> values(ExperimentResult result, String metric) {
        List<Double> values = new ArrayList<>();
        result.rows().forEach(each -> values.add(each.row().metrics().getOrDefault(metric, Double.NaN)));
        return values;
    }

    /// The first cell that does not count, and why.
    Optional<String> trouble(ExperimentResult result) {
        for (ExperimentResult.CellFailure each : result.failures()) {
            return Optional.of("%s: %s".formatted(place(each.cell()), line(each.why())));
        }
        for (ExperimentResult.CellResult each : result.rows()) {
            String why = failure(each.row());
            if (!why.isEmpty()) {
                return Optional.of("%s: %s".formatted(place(each.cell()), why));
            }
        }
        return Optional.empty();
    }

    private static String place(Cell cell) {
        return String.format(Locale.ROOT, "seed %d", cell.seed());
    }

    private String failure(CellRow row) {
        if (!row.end().isEmpty()) {
            return row.end();
        }
        if (List.of("FAIL", "INCONCLUSIVE").contains(row.verdict())) {
            return "the verdict is " + row.verdict();
        }
        for (Map.Entry<String, Double> metric : row.metrics().entrySet()) {
            boolean asked = objectives.stream().anyMatch(each -> each.metric().equals(metric.getKey()));
            if (asked && !Double.isFinite(metric.getValue())) {
                return "%s was not measured".formatted(metric.getKey());
            }
        }
        return "";
    }

    private static String line(String told) {
        List<String> lines = told.lines().map(String::strip).limit(2).toList();
        return String.join("; ", lines);
    }
}
