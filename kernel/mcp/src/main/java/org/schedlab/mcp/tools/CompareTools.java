package org.schedlab.mcp.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.MetricClaim;
import org.schedlab.experiments.Summary;
import org.schedlab.experiments.TableMetric;
import org.schedlab.experiments.statistics.Comparer;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.session.Fork;
import org.schedlab.vm.LabException;

/// Schedulers beside each other: futures of one instant, and experiments over seeds.
final class CompareTools {
    private static final String EEVDF = "eevdf";
    private static final String NAMES =
            "by name, as schedulers lists them, with knobs if any: \"vtime slice_ns=1000000\";"
                    + " eevdf is the kernel's own";

    private CompareTools() {}

    static List<LabTool> all() {
        return List.of(
                LabTool.looks(
                                "fork",
                                "Several futures of this instant",
                                "The present instant goes on under each of these schedulers, on machines of their own:"
                                        + " CPU time and waiting of each worker, beside each other. The session does not"
                                        + " move. This is one sample: it shows, it does not prove.",
                                Schema.none()
                                        .texts("schedulers", 1, NAMES)
                                        .number("ms", 0.001, 60_000, "guest time in milliseconds")
                                        .limit(100),
                                CompareTools::fork)
                        .within(Duration.ofMinutes(15)),
                LabTool.looks(
                                "experiment",
                                "Compare two schedulers over seeds",
                                "Boots a machine for each of two schedulers and each seed, starts the workers, lets guest"
                                        + " time pass, and compares in pairs: median difference with a 95 % interval,"
                                        + " Wilcoxon's signed-rank test, a sentence that says no more than was shown."
                                        + " Metrics: longest wait [ns] of a task for a CPU, of those that ended; work"
                                        + " units of all workers; least work units of any worker (0 is starvation). With claim, each run is"
                                        + " judged too. Eight seeds can show a difference in one of the three metrics, fewer cannot. Results are"
                                        + " kept: the same again costs nothing.",
                                Schema.none()
                                        .texts("schedulers", 2, "two, the first is compared with; " + NAMES)
                                        .objects("workers", WorkerShapes.schema(), "what is started")
                                        .number("ms", 1, 10_000, "guest time in milliseconds")
                                        .wholeIf("seeds", 1, 200, "how many; 8 without this")
                                        .textIf("topology", "of the machines; the session's without this, or 1n1l2c1t")
                                        .textIf("task", "longest wait counts only tasks whose name begins with this")
                                        .textIf("claim", "the metric that is judged")
                                        .numberIf("at_most", -1e18, 1e18, "the claim holds up to this")
                                        .numberIf("at_least", -1e18, 1e18, "the claim holds from this on")
                                        .limit(100),
                                CompareTools::experiment)
                        .within(Duration.ofMinutes(30)));
    }

    private static Answer fork(LabSession session, Arguments given) {
        Fork fork = session.vm().fork();
        for (String name : given.texts("schedulers")) {
            if (name.equals(EEVDF)) {
                var _ = fork.underEevdf();
            } else {
                SchedulerObject scheduler = object(session, name);
                var _ = fork.future(name, vm -> {
                    var _ = vm.attach(scheduler);
                });
            }
        }
        return Answer.of(fork.run(given.millis("ms")).compare(), given.limit(100));
    }

    /// By name, with knobs if any; `eevdf` is the kernel's own.
    static Scheduler scheduler(LabSession session, String name) {
        return name.equals(EEVDF) ? Scheduler.eevdf() : object(session, name);
    }

    /// `vtime slice_ns=1000000`.
    private static SchedulerObject object(LabSession session, String text) {
        List<String> words = List.of(text.strip().split("\\s+", -1));
        SchedulerObject scheduler = session.schedulers().named(words.getFirst());
        for (String knob : words.subList(1, words.size())) {
            int equals = knob.indexOf('=');
            if (equals < 1) {
                throw LabException.asked("'%s' says no knob".formatted(knob))
                        .remedy("name the scheduler, then NAME=VALUE for each knob")
                        .exception();
            }
            scheduler = scheduler.with(knob.substring(0, equals), knob.substring(equals + 1));
        }
        return scheduler;
    }

    private static Answer experiment(LabSession session, Arguments given) {
        List<String> names = given.texts("schedulers");
        if (names.size() != 2) {
            throw LabException.asked("an experiment compares two schedulers")
                    .found(names.size() + " were named")
                    .remedy("name two, such as [\"eevdf\", \"vtime\"]")
                    .exception();
        }
        Backdrop backdrop = Backdrop.none();
        for (Arguments each : given.objects("workers")) {
            backdrop = backdrop.workers(WorkerShapes.spec(each));
        }
        Scenario scenario = Scenario.of(backdrop.settle(given.millis("ms")));
        Experiment<ScenarioResult> experiment = Design.named("assistant")
                .machine(options(session, given))
                .schedulers(scheduler(session, names.getFirst()), scheduler(session, names.getLast()))
                .seeds(Math.toIntExact(given.whole("seeds", 8)))
                .scenario(scenario)
                .metric(new TableMetric(
                        "longest wait [ns]",
                        "latency",
                        given.textIf("task").map(task -> new TableMetric.Rows("task", task + "*")),
                        "max [ns]",
                        Summary.MAX))
                .metric(new TableMetric("work units", "workers", Optional.empty(), "work units", Summary.SUM))
                .metric(new TableMetric("least work units", "workers", Optional.empty(), "work units", Summary.MIN))
                .onProgress(session.progress());
        if (given.textIf("claim").isPresent()) {
            experiment = experiment.claim(
                    new MetricClaim(given.text("claim"), limit(given, "at_most"), limit(given, "at_least")));
        }
        return told(experiment.run(), given);
    }

    private static BootOptions options(LabSession session, Arguments given) {
        BootOptions usual =
                session.booted().orElseGet(() -> BootOptions.defaults().withTopology("1n1l2c1t"));
        return given.textIf("topology").map(usual::withTopology).orElse(usual);
    }

    private static OptionalDouble limit(Arguments given, String name) {
        return given.numberIf(name)
                .map(number -> OptionalDouble.of(number.doubleValue()))
                .orElse(OptionalDouble.empty());
    }

    private static Answer told(ExperimentResult result, Arguments given) {
        List<String> labels = result.factor("scheduler").levels().stream()
                .map(each -> each.label())
                .toList();
        List<String> lines = new ArrayList<>();
        List<Map<String, Object>> found = new ArrayList<>();
        List<Comparison> compared = new ArrayList<>();
        lines.add(result.toString());
        for (String metric : result.metrics()) {
            try {
                compared.add(result.compare(metric, "scheduler", labels.getFirst(), labels.getLast()));
            } catch (LabException e) {
                lines.add(metric + ": " + e.getMessage().replace("\n  ", "; "));
            }
        }
        for (Comparison comparison : Comparer.defaults().together(compared).list()) {
            lines.add(comparison.sentence());
            found.add(data(comparison));
        }
        if (result.judged()) {
            lines.addAll(verdicts(result, labels));
        }
        result.failures().forEach(each -> lines.add("NOT RUN  " + each));
        Answer rows = Answer.of(result, given.limit(100));
        return new Answer(String.join("\n", lines) + "\n\n" + rows.text(), rows.data())
                .with("comparisons", found)
                .with("summary", lines);
    }

    private static List<String> verdicts(ExperimentResult result, List<String> labels) {
        return labels.stream()
                .map(label -> {
                    var rows = result.where("scheduler", label).rows();
                    long pass = rows.stream()
                            .filter(each -> each.row().verdict().equals("PASS"))
                            .count();
                    return String.format(
                            Locale.ROOT, "VERDICT  %s: the claim holds in %d of %d runs", label, pass, rows.size());
                })
                .toList();
    }

    private static Map<String, Object> data(Comparison comparison) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("metric", comparison.metric());
        data.put("a", comparison.a().name());
        data.put("b", comparison.b().name());
        data.put("median_a", comparison.a().median());
        data.put("median_b", comparison.b().median());
        data.put("difference", comparison.difference());
        data.put("finding", comparison.finding().name());
        data.put("pairs", comparison.a().values().size());
        data.put("p", comparison.significance().corrected());
        return data;
    }
}
