package org.schedlab.lab.schedulers;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExitCodeTest {
    @Test
    void whatTheKernelHasANameForIsSaid() {
        assertThat(ExitCode.text(0)).isEqualTo("0");
        assertThat(ExitCode.text(-22)).isEqualTo("-22");
        assertThat(ExitCode.text(7)).isEqualTo("7");
        assertThat(ExitCode.text(281_479_271_677_952L))
                .isEqualTo("281479271677952 (hotplug, its program may restart it)");
        assertThat(ExitCode.text((1L << 33) + 3)).isEqualTo("8589934595 (its cgroup went offline)");
    }
}
