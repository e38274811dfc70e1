package org.schedlab.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;

/// Measures how long a fresh JVM takes until symbols and types of the default kernel are ready, from
/// the cache.
final class ReadyBenchmark {
    private static final int ROUNDS = 10;

    private final PrintStream out;

    ReadyBenchmark(PrintStream out) {
        this.out = out;
    }

    void run() throws IOException, InterruptedException {
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Process probe = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Probe.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (probe.waitFor() != 0) {
                throw new IllegalStateException("the probe failed: " + said);
            }
            millis[round] = Double.parseDouble(said.strip());
        }
        out.printf("symbols and types ready in a fresh JVM, from the cache, ms: %s%n", Spread.of(millis));
    }

    /// The fresh JVM: prints the milliseconds from `main` until a symbol and a member path were found.
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            long start = System.nanoTime();
            Folders folders = Folders.ofUser();
            KernelImage image = KernelImage.open(KernelImage.find(null, folders), folders);
            long address = image.symbols().require("jiffies_64").address();
            int rq = image.btf().require("struct rq");
            int width = image.btf().path(rq, "nr_running").type().bitWidth();
            double millis = (System.nanoTime() - start) / 1e6;
            if (address == 0 || width != Integer.SIZE) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "jiffies_64 at %x, rq.nr_running of %d bits", address, width));
            }
            System.out.println(millis);
        }
    }
}
