package org.schedlab.hunt;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;

import static org.assertj.core.api.Assertions.assertThat;

/// A find says of its machine what is not as usual.
class MachineWordsTest {
    @Test
    void whatWasChosenIsSaid() {
        BootOptions machine = BootOptions.defaults()
                .withTopology("1n1l1c1t")
                .withKernel(Path.of("/boot/my kernel"))
                .withMemory("1G")
                .withInstructionNanos(8)
                .withSeed(7);

        assertThat(MachineWords.boot(machine))
                .isEqualTo(" --kernel '/boot/my kernel' --memory 1024M --instruction-ns 8 --seed 7");
        assertThat(MachineWords.hunt(machine))
                .isEqualTo(".machine(org.schedlab.lab.BootOptions.defaults()"
                        + ".withKernel(java.nio.file.Path.of(\"/boot/my kernel\"))"
                        + ".withMemory(\"1024M\").withInstructionNanos(8L).withSeed(7L))");
        assertThat(MachineWords.boot(BootOptions.defaults())).isEmpty();
        assertThat(MachineWords.hunt(BootOptions.defaults())).isEmpty();
    }
}
