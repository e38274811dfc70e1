package org.schedlab.guest.scheduler;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulersTest {
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    @Test
    void eachHasObjectAndSource() {
        assertThat(Schedulers.names()).containsExactly("fails", "fifo", "llc", "rejected", "vtime");
        for (String name : Schedulers.names()) {
            SchedulerObject scheduler = Schedulers.named(name);
            assertThat(scheduler.name()).isEqualTo(name);
            assertThat(scheduler.object()).startsWith(ELF);
            assertThat(scheduler.source()).contains(".name = \"" + name + "\"");
        }
    }

    @Test
    void anUnknownNameSaysWhichThereAre() {
        assertThatThrownBy(() -> Schedulers.named("cfs"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("'cfs'")
                .hasMessageContaining("fails, fifo, llc, rejected, vtime");
    }
}
