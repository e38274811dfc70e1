package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulerCompilerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void anErrorIsTheUsersLineAndClangsMessage() {
        String text = OwnSchedulers.FIFO.replace("SCX_SLICE_DFL, enq_flags", "slcie, enq_flags");

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> compiler("clang-16", LONG).compile(new SchedulerSource("mine", text, 2)))
                .withMessage("""
                        the scheduler mine does not compile: one error
                          found: line 5: use of undeclared identifier 'slcie'
                                scx_bpf_dsq_insert(p, WAITING, slcie, enq_flags);
                                                               ^~~~~
                          try: fix line 5 and run it again; the scheduler in charge stays""")
                .satisfies(e -> assertThat(e.line()).hasValue(5));
    }

    @Test
    void aNoteShowsTheHeadersLine() {
        String text = OwnSchedulers.FIFO.replace("WAITING, SCX_SLICE_DFL, enq_flags", "WAITING");

        assertThatThrownBy(() -> compile("mine", text))
                .hasMessageContaining("line 4: too few arguments to function call, expected 4, have 2")
                .hasMessageContaining("note, scx.bpf.h line ")
                .hasMessageContaining("u64 dsq_id, u64 slice, u64 enq_flags) __ksym;");
    }

    @Test
    void severalErrorsAreToldInOrder() {
        String text = OwnSchedulers.FIFO.replace("SCX_SLICE_DFL", "slcie").replace("(WAITING))", "(WAITIN))");

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> compile("mine", text))
                .withMessageContaining("2 errors")
                .withMessageContaining("line 4: use of undeclared identifier 'slcie'")
                .withMessageContaining("line 8: use of undeclared identifier 'WAITIN'")
                .satisfies(e -> assertThat(e.line()).hasValue(4));
    }

    @Test
    void aWarningIsKeptAndIsNoError() {
        String text = OwnSchedulers.FIFO.replace("    return", "    int spare;\n    return");

        assertThat(compile("mine", text).warnings())
                .containsExactly("line 13: warning: unused variable 'spare' [-Wunused-variable]\n"
                        + "    int spare;\n        ^~~~~");
        assertThat(compile("mine", OwnSchedulers.FIFO).warnings()).isEmpty();
    }

    @Test
    void theSameTextGivesTheSameBytes() {
        assertThat(compile("mine", OwnSchedulers.FIFO).object())
                .isEqualTo(compile("mine", OwnSchedulers.FIFO).object());
    }

    @Test
    void aFileWithItsOwnIncludeAndLicenceCompilesToo() {
        assertThat(compile("own", Schedulers.vtime().source()).object())
                .startsWith(Schedulers.vtime().object()[0]);
    }

    @Test
    void withoutClangTheCommandToInstallItIsTold() {
        assertThatThrownBy(() -> compiler("clang-of-nobody", LONG).compile(mine()))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("a scheduler is compiled with clang-of-nobody, and it cannot be started")
                .hasMessageContaining("try: apt install clang-16 libbpf-dev");
    }

    @Test
    void aCompilerThatHangsIsStopped() throws IOException {
        Path hanging = Files.writeString(folder.resolve("hang"), "#!/bin/sh\nexec sleep 100\n");
        assertThat(hanging.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() ->
                        compiler(hanging.toString(), Duration.ofMillis(100)).compile(mine()))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("to compile the scheduler");
    }

    @Test
    void aCompilerThatIsKilledIsSaidToBe() throws IOException {
        Path killed = Files.writeString(folder.resolve("killed"), "#!/bin/sh\nkill -KILL $$\n");
        assertThat(killed.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> compiler(killed.toString(), LONG).compile(mine()))
                .isInstanceOf(SchedulerException.class)
                .hasMessageContaining("found: " + killed + " was killed by signal 9 (SIGKILL: somebody killed it, or"
                        + " the host ran out of memory")
                .hasMessageContaining("it printed nothing");
    }

    @Test
    void aNameThatIsNoFileNameIsRefused() {
        assertThatThrownBy(() -> compile("../mine", OwnSchedulers.FIFO))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cannot be called '../mine'");
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        compile("mine", OwnSchedulers.FIFO);
        assertThatThrownBy(() -> compile("mine", "int")).isInstanceOf(SchedulerException.class);

        try (var files = Files.list(folder.resolve("runtime"))) {
            assertThat(files).isEmpty();
        }
    }

    private static SchedulerSource mine() {
        return SchedulerSource.of("mine", OwnSchedulers.FIFO);
    }

    private SchedulerObject compile(String name, String text) {
        return compiler("clang-16", LONG).compile(SchedulerSource.of(name, text));
    }

    private SchedulerCompiler compiler(String clang, Duration deadline) {
        return new SchedulerCompiler(new Folders(folder.resolve("cache"), folder.resolve("runtime")), clang, deadline);
    }
}
