package org.schedlab.notebook.machine;

import org.junit.jupiter.api.Test;
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
    void anExecutableIsMeantByItsPathWithItsArguments() throws Exception {
        assertThat(run("scheduler --path /bin/ls --java -- -v 'two words' --java", false, ""))
                .isEqualTo("attach(Scheduler.path(\"/bin/ls\", \"-v\", \"two words\", \"--java\"))");
        assertThat(run("scheduler ls --java -- -v", false, "")).asString().endsWith("bin/ls\", \"-v\"))");
        assertThatThrownBy(() -> run("scheduler --path /no/such/file", false, ""))
                .hasMessageContaining("there is no file /no/such/file");
    }

    @Test
    void theKernelsOwnNameAndNoMachineAreTold() {
        assertThatThrownBy(() -> run("scheduler eevdf", true, "int x;"))
                .hasMessageContaining("'eevdf' is the kernel's own scheduler");
        assertThatThrownBy(() -> run("scheduler mine", true, "int x;")).hasMessageContaining("%boot starts one");
    }
}
