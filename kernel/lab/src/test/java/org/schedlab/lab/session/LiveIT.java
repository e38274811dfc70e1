package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.BootListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a live machine refuses, and how its end is told.
@Tag("machine")
class LiveIT {
    private static final class Heard implements BootListener {
        private final List<String> lines = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();

        @Override
        public void phase(String phase, Duration elapsed) {
            lines.add(phase);
        }

        @Override
        public void consoleLine(String line, Duration elapsed) {
            lines.add(line);
        }

        @Override
        public void notice(String text) {
            notices.add(text);
        }
    }

    @Test
    void noMomentIsKeptAndADeathBetweenCallsIsToldByTheNextOne() throws Exception {
        Heard heard = new Heard();
        try (VmSession vm = VmSession.boot(BootOptions.defaults().live(), heard)) {
            assertThat(heard.lines).contains("the kernel boots").anyMatch(line -> line.contains("Run /init"));
            assertThat(heard.notices.isEmpty())
                    .isEqualTo("live (KVM)".equals(vm.provenance().machine().get("mode")));

            assertThat(vm.travel().endCell()).isEmpty();
            assertThat(vm.checkpoints().list()).isEmpty();
            for (ThrowingCallable refused : List.<ThrowingCallable>of(
                    () -> vm.checkpoint("a"), vm::rewind, () -> vm.rewind("a"), vm::fork, vm::stateHash)) {
                assertThatThrownBy(refused)
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("of a live machine")
                        .hasMessageContaining("boot in virtual time: %boot without --live");
            }

            Path ram = vm.machine().guest().machine().ramFile();
            ProcessHandle qemu =
                    ProcessHandle.of(vm.machine().guest().machine().pid()).orElseThrow();
            qemu.destroyForcibly();
            qemu.onExit().get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> vm.run(Duration.ofMillis(1)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("QEMU was killed by signal 9");
            assertThat(ram).doesNotExist();
            assertThatThrownBy(vm::tasks).hasMessageContaining("%boot").hasMessageNotContaining("%rewind");
        }
    }

    @Test
    void aPanicIsTold() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().live())) {
            assertThatThrownBy(() -> vm.machine().ask("panic", agent -> {
                        agent.sysrq('c');
                        return true;
                    }))
                    .hasMessageContaining("sysrq triggered crash");
        }
    }

    @Test
    void aQuantumIsRefused() {
        assertThatThrownBy(() -> BootOptions.defaults().live().withQuantumMicros(20))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("quantum");
    }
}
