package org.schedlab.notebook.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.experiments.TableMetric;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.words.Lab;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// A scheduler that is saved again and again while it is watched.
@Tag("machine")
class SourceReloadIT {
    private static final String SOURCE = """
            void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags)
            {
                scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, MILLIS * 1000000ULL, enq_flags);
            }
            SCX_OPS_DEFINE(mine_ops, .enqueue = (void *)mine_enqueue, .name = "mine");
            """;
    private static final Pattern DIFFERENCE = Pattern.compile("latency: ([0-9,]+) → ([0-9,]+), in 100 ms");

    @TempDir
    Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void boot() {
        Lab.boot(BootOptions.defaults().withTopology("1n1l2c1t"));
        Lab.vm().spawn(new WorkerCount(4).spinning());
    }

    @AfterEach
    void end() {
        Lab.close();
    }

    @Test
    void aBootOfAKernelThatIsNoneLeavesTheMachineThatIsThere() throws IOException {
        Path none = Files.writeString(folder.resolve("vmlinuz"), "no kernel");

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Lab.boot(BootOptions.defaults().withKernel(folder.resolve("absent"))))
                .withMessageContaining("there is no kernel file");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Lab.boot(BootOptions.defaults().withKernel(none)))
                .withMessageContaining("is not a kernel");

        assertThat(Lab.vm().schedulers().opsName()).isEqualTo("eevdf");
    }

    @Test
    void everyVersionIsMeasuredFromTheSameState() throws Exception {
        Path file = save("5");
        var reload = new SourceReload(
                SchedulerFiles.of(file),
                Map.of(),
                scheduler -> Lab.attach(scheduler).opsName() + " is in charge",
                Supplier::get,
                told::add);
        Thread watching = Thread.ofVirtual()
                .start(() -> reload.watched(Optional.of(TableMetric.parse("max of max [ns] in latency"))));
        List<Long> first = difference("watching");
        save("20");
        List<Long> second = difference("latency: ");
        save("no_such");
        assertThat(next("does not compile")).contains("no_such");
        assertThat(Lab.vm().schedulers().opsName()).isEqualTo("mine");
        save("5");
        List<Long> third = difference("latency: ");
        watching.interrupt();
        assertThat(watching.join(java.time.Duration.ofMinutes(1))).isTrue();

        // Two others have the CPU for a slice each before one that waits, or three.
        assertThat(first.getLast()).isBetween(5_000_000L, 20_000_000L);
        assertThat(second).startsWith(first.getLast());
        assertThat(second.getLast()).isBetween(20_000_000L, 80_000_000L);
        assertThat(third).containsExactly(second.getLast(), first.getLast());
    }

    private Path save(String millis) throws IOException {
        return Files.writeString(folder.resolve("mine.bpf.c"), SOURCE.replace("MILLIS", millis));
    }

    private List<Long> difference(String with) throws InterruptedException {
        Matcher found = DIFFERENCE.matcher(next(with));
        assertThat(found.find()).isTrue();
        return List.of(number(found.group(1)), number(found.group(2)));
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    private String next(String with) throws InterruptedException {
        while (true) {
            String text = told.poll(2, TimeUnit.MINUTES);
            assertThat(text).as("what is told with '" + with + "'").isNotNull();
            if (text.contains(with)) {
                return text;
            }
        }
    }
}
