package org.schedlab.vm.machine;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GuestPanicExceptionTest {
    private static final String KILLED = "Attempted to kill init! exitcode=0x00000100";

    private static String firstLine(String panic, String... console) {
        return new GuestPanicException(panic, List.of(console))
                .getMessage()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "the rendezvous page: Function not implemented, CONFIG_ADVISE_SYSCALLS",
        "/dev/mem: No such file or directory, CONFIG_DEVMEM",
        "the mailbox (kernel option memmap=4M$0x8000000): Operation not permitted, CONFIG_STRICT_DEVMEM",
        "/proc: No such device, CONFIG_PROC_FS",
        "the doorbell /dev/ttyS1: No such device, CONFIG_SERIAL_8250",
    })
    void whatTheAgentGaveUpForIsTheFirstLineWithTheOption(String why, String option) {
        assertThat(firstLine(KILLED, "[ 1.0] Run /init as init process", "schedlab: the agent cannot work: " + why))
                .startsWith("the agent in the guest cannot work: " + why + "; the kernel lacks ")
                .contains(option);
    }

    @Test
    void aReasonWithoutAKnownOptionIsToldToo() {
        assertThat(firstLine(KILLED, "schedlab: the agent cannot work: mlockall: Cannot allocate memory"))
                .isEqualTo("the agent in the guest cannot work: mlockall: Cannot allocate memory");
    }

    @Test
    void anAgentThatEndedWithoutAWord() {
        assertThat(firstLine(KILLED)).isEqualTo("the agent in the guest ended with status 1");
        assertThat(firstLine("Attempted to kill init! exitcode=0x0000000b"))
                .isEqualTo("the agent in the guest was killed by signal 11");
    }

    @Test
    void panicsOfAKernelThatLacksSomething() {
        assertThat(firstLine("VFS: Unable to mount root fs on unknown-block(0,0)"))
                .contains("VFS: Unable to mount root fs on unknown-block(0,0)", "CONFIG_BLK_DEV_INITRD");
        assertThat(firstLine("No working init found.  Try passing init= option to kernel."))
                .contains("CONFIG_BINFMT_ELF");
        assertThat(firstLine("sysrq triggered crash")).isEqualTo("the guest's kernel panicked: sysrq triggered crash");
    }
}
