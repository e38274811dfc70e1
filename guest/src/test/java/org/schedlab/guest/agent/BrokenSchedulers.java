package org.schedlab.guest.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.schedlab.guest.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/// The fifo scheduler with one thing changed for the worse, compiled.
final class BrokenSchedulers {
    private static final String ENQUEUE = "scx_bpf_dsq_insert(p, WAITING, slice_ns, enq_flags);";
    private static final String CREATE = "return scx_bpf_create_dsq(WAITING, -1);";
    private static final String NAME = ".name = \"fifo\"";

    private BrokenSchedulers() {}

    /// Its init callback gives back an error.
    static byte[] failingInit(Path folder) throws Exception {
        return compile(folder, changed(CREATE, "return -22;"));
    }

    /// Lets every task wait for ever; the kernel's watchdog ends it after a second.
    static byte[] droppingAll(Path folder) throws Exception {
        return compile(folder, changed(ENQUEUE, ";").replace(NAME, ".timeout_ms = 1000, " + NAME));
    }

    /// Writes what the verifier does not let a scheduler write.
    static byte[] writingWeight(Path folder) throws Exception {
        return compile(folder, changed(ENQUEUE, "p->scx.weight = 3;"));
    }

    private static String changed(String from, String to) {
        String source = Schedulers.fifo().source();
        assertThat(source).contains(from, NAME);
        return source.replace(from, to);
    }

    private static byte[] compile(Path folder, String source) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("broken.bpf.c"), source);
        Path object = folder.resolve("broken.bpf.o");
        Process clang = new ProcessBuilder(
                        System.getProperty("clang", "clang-16"),
                        "-O2",
                        "-g",
                        "-target",
                        "bpf",
                        "-mcpu=v3",
                        "-I",
                        Path.of("src/main/bpf").toString(),
                        "-c",
                        file.toString(),
                        "-o",
                        object.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(clang.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(clang.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(clang.exitValue()).as(output).isZero();
        return Files.readAllBytes(object);
    }
}
