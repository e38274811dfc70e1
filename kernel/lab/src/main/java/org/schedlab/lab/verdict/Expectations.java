package org.schedlab.lab.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.guest.work.WorkerReport;

/// What is expected of workers, in three layers: of everybody, of those under one scheduler, of this
/// test. For each metric the last layer that sets it wins. Thread-safe.
public final class Expectations {
    private final Map<String, Thresholds> ofSchedulers = new ConcurrentHashMap<>();

    /// From now on, workers under a scheduler are held to these thresholds too, in place of earlier
    /// ones for it.
    ///
    /// @param scheduler its name as the kernel says it; `eevdf` for the kernel's own
    public void expect(String scheduler, Thresholds thresholds) {
        ofSchedulers.put(scheduler, thresholds);
    }

    /// The verdict over workers: that they live or were stopped, that each did some work, and every
    /// threshold.
    ///
    /// @param reports of all workers that are compared with each other
    /// @param scheduler who was in charge
    /// @param test what this test asks in addition or instead
    public Verdict verdict(List<WorkerReport> reports, String scheduler, Thresholds test) {
        return verdict(reports, scheduler, scheduler, test);
    }

    /// As [#verdict(List, String, Thresholds)], for who says more of the scheduler than its name.
    ///
    /// @param under who was in charge, with knobs, as captions say it
    public Verdict verdict(List<WorkerReport> reports, String scheduler, String under, Thresholds test) {
        List<Layer> layers = List.of(
                new Layer("default", Thresholds.DEFAULTS),
                new Layer(scheduler, ofSchedulers.getOrDefault(scheduler, Thresholds.none())),
                new Layer(Claim.TEST, test));
        List<Claim> claims = new ArrayList<>();
        reports.forEach(report -> claims.add(ending(report, under)));
        reports.forEach(report -> claims.add(progress(report, under)));
        for (Metric metric : Metric.values()) {
            layers.reversed().stream()
                    .filter(layer -> layer.thresholds().limit(metric).isPresent())
                    .findFirst()
                    .ifPresent(layer -> claims.addAll(claims(metric, layer, reports, under)));
        }
        return new Verdict(claims);
    }

    private static List<Claim> claims(Metric metric, Layer layer, List<WorkerReport> reports, String under) {
        OptionalDouble limit = layer.thresholds().limit(metric);
        if (!metric.ofEachWorker()) {
            return List.of(metric.claim(
                    new Metric.Whose(String.format(Locale.ROOT, "%d workers", reports.size()), under),
                    reports,
                    limit.orElseThrow(),
                    layer.origin()));
        }
        return reports.stream()
                .map(report -> metric.claim(
                        new Metric.Whose(report.worker().comm(), under),
                        List.of(report),
                        limit.orElseThrow(),
                        layer.origin()))
                .toList();
    }

    private static Claim ending(WorkerReport report, String under) {
        return new Claim(
                "end of " + report.worker().comm(),
                under,
                report.status(),
                "alive or stopped",
                "default",
                report.failed() ? Outcome.FAIL : Outcome.PASS);
    }

    private static Claim progress(WorkerReport report, String under) {
        boolean counted = report.workUnits() != WorkerReport.NOT_MEASURED;
        Outcome outcome = report.wallNanos() == 0 || !counted
                ? Outcome.INCONCLUSIVE
                : report.workUnits() > 0 ? Outcome.PASS : Outcome.FAIL;
        String measured = report.wallNanos() == 0
                ? "not measured: no time has passed"
                : counted ? report.workUnits() + " units" : "not measured: the program does not count";
        return new Claim("work of " + report.worker().comm(), under, measured, "more than 0 units", "default", outcome);
    }
}
