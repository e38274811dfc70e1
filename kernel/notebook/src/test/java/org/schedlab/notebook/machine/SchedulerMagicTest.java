package org.schedlab.notebook.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.Magics;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What needs no machine; the notebooks' test has the rest.
final class SchedulerMagicTest {
    private final Magics magics = new Magics(MachineMagics.all());

    private Object run(String line, boolean cell, String body) throws Exception {
        MagicCall call = magics.call(line, cell, body, 2, (code, at) -> "");
        return String.valueOf(call.magic().run(call));
    }

    @Test
    void theJavaThatDoesTheSame() throws Exception {
        assertThat(run("scheduler vtime --java", false, "")).isEqualTo("attach(\"vtime\")");
        assertThat(run("scheduler eevdf --java", false, "")).isEqualTo("detach()");
        assertThat(run("scheduler mine --java", true, "char *s = \"\\n\";"))
                .isEqualTo("attach(Schedulers.compile(\"mine\", \"\"\"\nchar *s = \"\\\\n\";\n\"\"\"))");
    }

    @Test
    void theSourceOfANamedOne() throws Exception {
        assertThat(run("scheduler fifo --source", false, ""))
                .isEqualTo(Schedulers.fifo().source());
    }

    @Test
    void anUnknownNameSaysWhichThereAreAndHowToWriteIt() {
        assertThatThrownBy(() -> run("scheduler mime", false, ""))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("there is no scheduler 'mime'")
                .hasMessageContaining("the variable SCHEDLAB_SCHEDULER_MIME (not set)")
                .hasMessageContaining("/usr/bin/mime")
                .hasMessageContaining("available: fails, fifo, ")
                .hasMessageContaining("or write it: %%scheduler mime with C below it");
    }

    @Test
    void aMetricIsForAWatchAndSaidInWords(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.bpf.c"), "");
        String line = "scheduler --path %s --metric ".formatted(file);
        assertThatThrownBy(() -> run(line + "'max of p99 [ns] in latency'", false, ""))
                .hasMessageContaining("--metric of %scheduler is for --watch");
        assertThatThrownBy(() -> run(line + "'p99 latency' --watch", false, ""))
                .hasMessageContaining("'p99 latency' is not a metric")
                .hasMessageContaining("for example: max of p99 [ns] in latency");
        assertThatThrownBy(() -> run(line + "'max of p99 [ns] in latenzy' --watch", false, ""))
                .hasMessageContaining("cannot be of the table 'latenzy'");
        assertThatThrownBy(() -> run(line + "'most of p99 [ns] in latency' --watch", false, ""))
                .hasMessageContaining("sum, mean, median, min, max of COLUMN in TABLE");
    }

    @Test
    void anExecutableIsMeantByItsPathWithItsArguments() throws Exception {
        assertThat(run("scheduler --path /bin/ls --java -- -v 'two words' --java", false, ""))
                .isEqualTo("attach(Scheduler.path(\"/bin/ls\", \"-v\", \"two words\", \"--java\"))");
        assertThat(run("scheduler ls --java -- -v", false, "")).asString().endsWith("bin/ls\", \"-v\"))");
        assertThatThrownBy(() -> run("scheduler --path /no/such/file", false, ""))
                .hasMessageContaining("there is no file /no/such/file");
    }

    @Test
    void sourcesAreMeantByTheirPathWithWordsForTheCompiler(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("mine.bpf.c"), "int x;");
        Path include = Files.createDirectories(folder.resolve("include"));
        String path = source.toString();

        assertThat(run("scheduler --path %s -I %s -DA=1 slice_ns=5 --java".formatted(path, include), false, ""))
                .isEqualTo(
                        "attach(compile(Schedulers.files(\"%s\").withInclude(Path.of(\"%s\")).withDefine(\"A=1\")).with(\"slice_ns\", \"5\"))"
                                .formatted(path, include));
        assertThatThrownBy(() -> run("scheduler --path %s -I".formatted(path), false, ""))
                .hasMessageContaining("-I of %scheduler needs a value");
        assertThatThrownBy(() -> run("scheduler vtime -I /tmp", false, ""))
                .hasMessageContaining("-I and -D of %scheduler are for sources");
        assertThatThrownBy(() -> run("scheduler --path %s".formatted(include), false, ""))
                .hasMessageContaining("a folder without files *.bpf.c");
    }

    @Test
    void wordsThatMeanNothingToWhatIsNamedAreRefused(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("mine.bpf.c"), "int x;");

        assertThatThrownBy(() -> run("scheduler --path /bin/ls slice_ns=5", false, ""))
                .hasMessageContaining("'slice_ns=5' cannot be said to an executable")
                .hasMessageContaining("behind --");
        assertThatThrownBy(() -> run("scheduler ls slice_ns=5 -- -v", false, ""))
                .hasMessageContaining("'slice_ns=5' cannot be said to an executable");
        assertThatThrownBy(() -> run("scheduler --path /bin/ls --watch", false, ""))
                .hasMessageContaining("--watch of %scheduler is for sources");
        assertThatThrownBy(() -> run("scheduler --path /bin/ls --types /boot/vmlinuz", false, ""))
                .hasMessageContaining("--types of %scheduler is for sources");
        assertThatThrownBy(() -> run("scheduler vtime --watch", false, ""))
                .hasMessageContaining("--watch of %scheduler is for sources");
        assertThatThrownBy(() -> run("scheduler --path %s --patience 30s".formatted(source), false, ""))
                .hasMessageContaining("--patience of %scheduler is for executables");
        assertThatThrownBy(() -> run("scheduler --path %s -- -f".formatted(source), false, ""))
                .hasMessageContaining("'-f' behind -- is for executables");
        assertThatThrownBy(() -> run("scheduler eevdf slice_ns=5", false, ""))
                .hasMessageContaining("'slice_ns=5' cannot be said to eevdf");
    }

    @Test
    void costsOfTheVerifierAreToldAsADifference() {
        var before = new VerifierCosts(Map.of("a", 10L));
        var after = new VerifierCosts(Map.of("a", 12L));

        assertThat(after.since(before)).isEqualTo("the verifier went through 10 → 12 instructions (a 10 → 12)");
        assertThat(before.since(before)).isEqualTo("the verifier went through 10 instructions, as before");
        assertThat(after.since(new VerifierCosts(Map.of("b", 1L)))).isEmpty();
    }

    @Test
    void theKernelsOwnNameAndNoMachineAreTold() {
        assertThatThrownBy(() -> run("scheduler eevdf", true, "int x;"))
                .hasMessageContaining("'eevdf' is the kernel's own scheduler");
        assertThatThrownBy(() -> run("scheduler mine", true, "int x;")).hasMessageContaining("%boot starts one");
    }
}
