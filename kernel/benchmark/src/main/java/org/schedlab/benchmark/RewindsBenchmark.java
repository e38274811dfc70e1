package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.HostUse;

/// A thousand rewinds in one session: each must give the same machine, and none may leave anything
/// behind on the host. Prints what they cost and how the JVM and its folders have grown.
final class RewindsBenchmark {
    private static final int REWINDS = 1_000;
    private static final int WARM_UP = 20;
    private static final long HEAP_GROWTH = 16L << 20;
    private static final long RESIDENT_GROWTH = 128L << 20;

    private final BootOptions options;
    private final PrintStream out;

    RewindsBenchmark(BootOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() {
        try (VmSession vm = VmSession.boot(options)) {
            vm.spawn(new WorkerCount(2).spinning());
            vm.checkpoint("start");
            String hash = vm.stateHash();
            for (int i = 0; i < WARM_UP; i++) {
                runAndRewind(vm, hash);
            }
            HostUse before = HostUse.now();
            double[] millis = new double[REWINDS];
            for (int i = 0; i < REWINDS; i++) {
                millis[i] = runAndRewind(vm, hash);
            }
            HostUse after = HostUse.now();
            out.printf(Locale.ROOT, "%d rewinds in one session, ms: %s; one RAM hash%n", REWINDS, Spread.of(millis));
            out.printf("host before them: %s%n", before);
            out.printf("host after them:  %s%n", after);
            check(before, after);
        }
    }

    private static double runAndRewind(VmSession vm, String hash) {
        vm.run(Duration.ofMillis(1));
        long start = System.nanoTime();
        vm.rewind("start");
        double millis = (System.nanoTime() - start) / 1e6;
        if (!vm.stateHash().equals(hash)) {
            throw new IllegalStateException("a rewind gave another machine: " + vm.stateHash());
        }
        return millis;
    }

    private static void check(HostUse before, HostUse after) {
        if (!after.leftNothingBehindSince(before)
                || after.fileBytes() - before.fileBytes() > 1 << 20
                || after.heapBytes() - before.heapBytes() > HEAP_GROWTH
                || after.residentBytes() - before.residentBytes() > RESIDENT_GROWTH) {
            throw new IllegalStateException(String.format(Locale.ROOT, "%d rewinds left something behind", REWINDS));
        }
    }
}
