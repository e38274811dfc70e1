package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /// `schedlab kernel list` knows by name what these schedulers call of what a kernel's build may lack.
    @Test
    void theLauncherKnowsWhatTheyCall() throws IOException {
        Path install = Path.of("..", "install");
        Set<String> lacking = Files.readString(install.resolve("uncallable-functions.txt"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .collect(Collectors.toSet());
        Set<String> called = Schedulers.names().stream()
                .flatMap(name -> Schedulers.named(name).kernelFunctions().stream())
                .filter(lacking::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        // of these two, the header uses what is there
        called.removeAll(Set.of("scx_bpf_task_set_slice", "scx_bpf_task_set_dsq_vtime"));

        String launcher = Files.readString(install.resolve("kernel-series.sh"));
        int list = launcher.indexOf("CALLED_BY_OURS=");
        String words = launcher.substring(list, launcher.indexOf('"', launcher.indexOf('"', list) + 1))
                .replace("$NEEDED_BY_ALL", "scx_bpf_create_dsq")
                .replace("CALLED_BY_OURS=\"", "");
        assertThat(List.of(words.split("\\s+"))).containsExactlyInAnyOrderElementsOf(called);
    }
}
