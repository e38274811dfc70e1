package org.schedlab.guest.agent;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.Initramfs;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("machine")
class AgentGivesUpIT {
    @Test
    void aKernelThatTheAgentCannotUseIsToldWithWhatItLacks() {
        Folders folders = Folders.ofUser();
        KernelImage kernel = KernelImage.open(KernelImage.find(null, folders), folders);
        MachineSpec lockedDown = MachineSpec.of(
                        kernel.elf(), Initramfs.build(folders).file())
                .withTopology(Topology.parse("1n1l1c1t"))
                .withKernelArguments("lockdown=integrity");

        assertThatThrownBy(() -> Machine.boot(lockedDown, folders, BootListener.SILENT, Duration.ofMinutes(3)))
                .isInstanceOf(GuestPanicException.class)
                .hasMessageStartingWith("the agent in the guest cannot work: /dev/mem: Operation not permitted; the"
                        + " kernel lacks the right to use /dev/mem (CONFIG_SECURITY_LOCKDOWN_LSM is in the way)")
                .hasMessageContaining("Attempted to kill init!");
    }
}
