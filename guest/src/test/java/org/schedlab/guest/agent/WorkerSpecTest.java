package org.schedlab.guest.agent;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerSpecTest {
    @Test
    void encodesEachChoice() {
        Fields fields = Fields.of(WorkerSpec.sleeping(3, Duration.ofMillis(7))
                .withPolicy(Policy.RR, 9)
                .withNice(-4)
                .withCpus(0, 9)
                .withName("nap")
                .encode());

        assertThat(fields.size()).isEqualTo(MailboxLayout.SPAWN_SIZE);
        assertThat(fields.number(MailboxLayout.SPAWN_KIND)).isEqualTo(MailboxLayout.SPAWN_KIND_SLEEP);
        assertThat(fields.number(MailboxLayout.SPAWN_COUNT)).isEqualTo(3);
        assertThat(fields.number(MailboxLayout.SPAWN_POLICY)).isEqualTo(2);
        assertThat(fields.number(MailboxLayout.SPAWN_PRIORITY)).isEqualTo(9);
        assertThat(fields.number(MailboxLayout.SPAWN_NICE)).isEqualTo(-4);
        assertThat(fields.number(MailboxLayout.SPAWN_SLEEP_NANOS)).isEqualTo(7_000_000);
        assertThat(fields.text(MailboxLayout.SPAWN_COMM, 16)).isEqualTo("nap");
        assertThat(fields.number(MailboxLayout.SPAWN_CPUS)).isEqualTo(0x201);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> WorkerSpec.spinning(0))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the number of workers is 0");
        assertThatThrownBy(() -> WorkerSpec.spinning(1).withNice(20)).hasMessageContaining("-20 to 19");
        assertThatThrownBy(() -> WorkerSpec.spinning(1).withPolicy(Policy.FIFO, 50))
                .hasMessageContaining("the priority is 50 with policy FIFO");
        assertThatThrownBy(() -> WorkerSpec.spinning(1).withPolicy(Policy.NORMAL, 1))
                .hasMessageContaining("0 with the others");
        assertThatThrownBy(() -> WorkerSpec.spinning(1).withCpus(-1)).hasMessageContaining("[-1]");
        assertThatThrownBy(() -> WorkerSpec.sleeping(1, Duration.ZERO)).hasMessageContaining("cannot sleep for PT0S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a-name-of-16-char", "käse"})
    void refusesNamesTheKernelWouldChange(String name) {
        assertThatThrownBy(() -> WorkerSpec.spinning(1).withName(name))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the name is '" + name + "'");
    }
}
