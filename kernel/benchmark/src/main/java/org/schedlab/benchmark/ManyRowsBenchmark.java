package org.schedlab.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;

import org.schedlab.experiments.CellPlan;
import org.schedlab.experiments.CellRow;
import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.store.FolderStore;
import org.schedlab.vm.Sha256;

/// Measures how long a store with 100,000 results takes to become a table. The rows are made up; each must be in the
/// table.
final class ManyRowsBenchmark {
    private static final int SEEDS = 10_000;
    private static final int ROUNDS = 5;

    private final PrintStream out;

    ManyRowsBenchmark(PrintStream out) {
        this.out = out;
    }

    void run() throws IOException {
        Path folder = Files.createTempDirectory("schedlab-benchmark");
        try {
            FolderStore store = new FolderStore(folder);
            List<CellPlan> plan = experiment(store).plan();
            plan.parallelStream().forEach(cell -> store.keep(cell.key(), cell.bytes(madeUp(cell))));
            List<Double> seconds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                ExperimentResult result = experiment(store).run();
                int rows = result.table().rowCount();
                seconds.add((System.nanoTime() - began) / 1e9);
                if (rows != plan.size()) {
                    throw new IllegalStateException(
                            String.format(Locale.ROOT, "%d rows of %d cells", rows, plan.size()));
                }
            }
            out.printf(
                    Locale.ROOT,
                    "%,d rows from a store into a table, s: %s%n",
                    plan.size(),
                    Middle.of(seconds, Double::doubleValue));
        } finally {
            remove(folder);
        }
    }

    private static Experiment<Integer> experiment(FolderStore store) {
        return Design.named("many")
                .factor("workers", 1, 2, 4, 8, 16)
                .schedulers("vtime", "eevdf")
                .seeds(SEEDS)
                .scenario("1", (_, _) -> 0)
                .metric("wait_p99_us", _ -> 0)
                .metric("work_units", _ -> 0)
                .store(store);
    }

    private static CellRow madeUp(CellPlan cell) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("wait_p99_us", cell.key().hashCode() / 1000.0);
        metrics.put("work_units", (double) cell.cell().seed());
        String hash = Sha256.of(cell.key().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return new CellRow(metrics, "", "", cell.cell().seed(), hash, hash);
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
