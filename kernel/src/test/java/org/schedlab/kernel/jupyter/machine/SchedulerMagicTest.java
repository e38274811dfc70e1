package org.schedlab.kernel.jupyter.machine;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.Magics;
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
                .hasMessage("""
                        there is no scheduler 'mime'
                          available: fails, fifo, llc, rejected, vtime
                          do: use one of these, or write it: %%scheduler mime with C below it""");
    }

    @Test
    void theKernelsOwnNameAndNoMachineAreTold() {
        assertThatThrownBy(() -> run("scheduler eevdf", true, "int x;"))
                .hasMessageContaining("'eevdf' is the kernel's own scheduler");
        assertThatThrownBy(() -> run("scheduler mine", true, "int x;")).hasMessageContaining("%boot starts one");
    }
}
