package org.schedlab.notebook.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.display.Notice;
import org.schedlab.notebook.magics.CellMagic;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.vm.LabException;

/// `%timeit` and `%%timeit`: runs something many times, compiled once, and tells how long it took: of the
/// host's time and, with a machine, of the guest's.
///
/// @param guestClock in ns; empty without a machine
record TimeitMagic(Supplier<OptionalLong> guestClock) implements LineMagic, CellMagic {
    private static final int RUNS = 7;
    private static final long LONG_ENOUGH_NANOS = 5_000_000;
    private static final int MOST_LOOPS = 10_000_000;

    @Override
    public String name() {
        return "timeit";
    }

    @Override
    public String usage() {
        return """
                %timeit JAVA or %%timeit — runs Java or another magic several times: median and interquartile range, of host time and guest time
                  a run takes 5 ms and more: what is short is looped; with a machine it is looped only if --loops says so,
                  so that what the guest gets does not depend on how fast the host is""";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(
                new MagicOption("runs", "N", "how often it is measured: " + RUNS),
                new MagicOption("loops", "N", "how often it is done in each run"));
    }

    @Override
    public boolean verbatim() {
        return true;
    }

    @Override
    public boolean holdsCell() {
        return true;
    }

    @Override
    public Object run(MagicCall call) throws Exception {
        String text = call.body().isBlank() ? call.text() : call.body();
        if (text.isBlank()) {
            throw LabException.asked("%timeit needs something to run")
                    .remedy(MagicUsage.synopsis(this))
                    .exception();
        }
        int runs = count(call, "runs", RUNS);
        Callable<@Nullable Object> body = call.notebook().prepare(text, call.bodyLine());
        boolean machine = guestClock.get().isPresent();
        Object _ = body.call();
        boolean told = machine || call.option("loops").isPresent();
        int loops = told ? count(call, "loops", 1) : enoughLoops(body);
        List<Double> host = new ArrayList<>();
        List<Double> guest = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            OptionalLong guestStart = guestClock.get();
            host.add(timed(body, loops) / loops);
            OptionalLong guestEnd = guestClock.get();
            if (guestStart.isPresent() && guestEnd.isPresent()) {
                guest.add((double) (guestEnd.getAsLong() - guestStart.getAsLong()) / loops);
            }
        }
        return told(host, guest, runs, loops);
    }

    /// Guest time is the same wherever it is measured; host time is not, so nobody compares it.
    private static DisplayData told(List<Double> host, List<Double> guest, int runs, int loops) {
        String text = "host time:  " + Spread.of(host).text();
        if (!guest.isEmpty()) {
            text += "\nguest time: " + Spread.of(guest).text();
        }
        String each = loops == 1 ? "" : String.format(Locale.ROOT, " of %,d loops each", loops);
        text += "\n" + runs + " runs" + each + ", after one to warm up";
        return Notice.marked(new DisplayData(text));
    }

    private static int enoughLoops(Callable<@Nullable Object> body) throws Exception {
        int loops = 1;
        while (loops < MOST_LOOPS && timed(body, loops) < LONG_ENOUGH_NANOS) {
            loops *= 10;
        }
        return loops;
    }

    private static double timed(Callable<@Nullable Object> body, int loops) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < loops; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Object _ = body.call();
        }
        return System.nanoTime() - start;
    }

    private static int count(MagicCall call, String option, int otherwise) {
        long count = call.integer(option).orElse((long) otherwise);
        if (count < 1 || count > MOST_LOOPS) {
            throw LabException.asked("--" + option + " of %timeit is a number from 1 to " + MOST_LOOPS)
                    .found(Long.toString(count))
                    .exception();
        }
        return (int) count;
    }
}
