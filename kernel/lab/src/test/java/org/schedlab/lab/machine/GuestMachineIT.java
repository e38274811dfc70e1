package org.schedlab.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("machine")
class GuestMachineIT {
    @Test
    void nothingStaysOfAMachineThatIsNotWhatItShouldBe() throws Exception {
        try (FreezeCoordinator coordinator = new FreezeCoordinator();
                FreezeCoordinator other = new FreezeCoordinator();
                GuestMachine first = MachineStarts.boot(
                        BootOptions.defaults().withTopology("1n1l2c1t").withMemory("256M"),
                        BootListener.SILENT,
                        coordinator)) {
            Machine refused =
                    Machine.restore(first.machine().origin().orElseThrow(), Folders.ofUser(), Duration.ofMinutes(1));
            Path ram = refused.ramFile();
            assertThat(isMapped(ram)).isTrue();

            assertThatThrownBy(() -> MachineStarts.over(first.image(), refused, other, _ -> {
                        throw new LabException("the machine has another topology");
                    }))
                    .hasMessage("the machine has another topology");

            assertThat(ProcessHandle.of(refused.pid())).isEmpty();
            assertThat(ram).doesNotExist();
            assertThat(isMapped(ram)).as("256 MiB of shared memory stay in use").isFalse();
            assertThat(isMapped(first.machine().ramFile())).isTrue();
        }
    }

    private static boolean isMapped(Path ram) throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains(ram.toString());
    }
}
