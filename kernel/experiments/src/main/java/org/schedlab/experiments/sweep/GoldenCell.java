package org.schedlab.experiments.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.experiments.CellPlan;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.Factor;
import org.schedlab.experiments.FactorForm;
import org.schedlab.experiments.Summary;
import org.schedlab.experiments.TableMetric;
import org.schedlab.experiments.spec.Golden;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.store.FolderStore;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// A short cell on a sweep's first machine, whose row shows whether a host gives the same bits as the others.
/// Stateless.
final class GoldenCell {
    private static final Duration SHORT = Duration.ofMillis(40);

    private GoldenCell() {}

    /// What this host gives. Its golden cell is run in any case.
    static Golden here(SweepSpec spec, List<CellPlan> plan) {
        return new Golden(
                sha256(plan.stream().map(CellPlan::key)),
                sha256(plan.stream().map(CellPlan::code)),
                sha256(plan.stream().map(CellPlan::machine)),
                row(spec));
    }

    /// Throws unless this host gives what is asked for.
    ///
    /// @throws RefusedHostException it does not; says what is other about it
    static void require(Golden asked, SweepSpec spec, List<CellPlan> plan) {
        if (!asked.plan().isEmpty() && !sha256(plan.stream().map(CellPlan::key)).equals(asked.plan())) {
            if (!sha256(plan.stream().map(CellPlan::code)).equals(asked.code())) {
                throw refused("another schedlab, or one that was built by another JDK");
            }
            throw refused(
                    sha256(plan.stream().map(CellPlan::machine)).equals(asked.machines())
                            ? "another clang compiles the sweep's schedulers"
                            : "another Linux kernel, QEMU or plugin (./schedlab doctor names them)");
        }
        String row = row(spec);
        if (!row.equals(asked.row())) {
            throw refused("its golden cell gives the row %s, the others' %s".formatted(brief(row), brief(asked.row())));
        }
    }

    private static String brief(String sha256) {
        return sha256.length() > 16 ? sha256.substring(0, 16) + "…" : sha256;
    }

    private static RefusedHostException refused(String found) {
        return new RefusedHostException(
                LabException.asked("the host %s may not work on this sweep".formatted(Host.name()))
                        .found(found)
                        .remedy("give it what the other hosts have, or leave it out")
                        .text());
    }

    private static String sha256(Stream<String> texts) {
        return Sha256.of(
                texts.distinct().sorted().collect(Collectors.joining("\n")).getBytes(StandardCharsets.US_ASCII));
    }

    private static String row(SweepSpec spec) {
        Experiment<?> golden = new SweepSpec(data(spec.data()), Optional.empty()).experiment();
        try {
            Path folder = Files.createTempDirectory("schedlab-golden");
            try {
                FolderStore store = new FolderStore(folder);
                ExperimentResult result = golden.store(store).run();
                if (!result.failures().isEmpty()) {
                    throw new LabException("the golden cell did not happen: "
                            + result.failures().getFirst().why());
                }
                return Sha256.of(store.find(golden.plan().getFirst().key()).orElseThrow());
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first machine of the sweep, with nothing of its schedulers and seeds.
    private static ExperimentData data(ExperimentData sweep) {
        List<Factor> machine = sweep.factors().stream()
                .filter(each ->
                        each.form() instanceof FactorForm.Topologies || each.form() instanceof FactorForm.Kernels)
                .map(each -> new Factor(each.name(), each.levels().subList(0, 1), each.form()))
                .toList();
        Scenario scenario = Scenario.of(Backdrop.none()
                .workers(WorkerSpec.spinning(4))
                .workers(WorkerSpec.of(new PipeIo(Duration.ofNanos(10_000)), 2))
                .settle(SHORT));
        return new ExperimentData(
                "golden",
                sweep.machine(),
                machine,
                false,
                Optional.of(scenario),
                List.of(new TableMetric("wait_max_ns", "latency", Optional.empty(), "max [ns]", Summary.MAX)),
                List.of());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
