package org.schedlab.guest.scheduler;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

class SchedulerDiscoveryTest {
    @TempDir
    Path folder;

    @Test
    void theEarlierPlaceWins() throws Exception {
        Path cargo = executable("home/.cargo/bin/scx_mine");
        assertThat(discovery().find("scx_mine")).isEqualTo(cargo);
        Path path = executable("path/scx_mine");
        assertThat(discovery().find("scx_mine")).isEqualTo(path);
        Path beside = executable("notebooks/schedulers/scx_mine");
        assertThat(discovery().find("scx_mine")).isEqualTo(beside);
        Path listed = executable("listed/scx_mine");
        assertThat(discovery().find("scx_mine")).isEqualTo(listed);
        Path named = executable("named");
        assertThat(discovery("SCHEDLAB_SCHEDULER_SCX_MINE", named.toString()).find("scx_mine"))
                .isEqualTo(named);
    }

    @Test
    void whatIsNowhereIsToldWithEveryPlaceInOrder() throws Exception {
        Files.createDirectories(folder.resolve("listed/scx_mine"));

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> discovery().find("scx_mine"))
                .withMessageContaining("there is no scheduler 'scx_mine' on this host")
                .satisfies(e -> assertThat(e.getMessage().replace(folder.toString(), ""))
                        .containsSubsequence(
                                "the variable SCHEDLAB_SCHEDULER_SCX_MINE (not set)",
                                "/listed/scx_mine, of SCHEDLAB_SCHEDULERS (there, but no executable file)",
                                "/notebooks/schedulers/scx_mine, beside the notebook",
                                "/path/scx_mine, of PATH",
                                "/home/.cargo/bin/scx_mine, where cargo installs",
                                "/usr/local/bin/scx_mine, a standard folder",
                                "/usr/sbin/scx_mine, a standard folder",
                                "try: put it into one of these"));
    }

    @Test
    void candidatesAreSchedulersByTheirPlaceOrTheirName() throws Exception {
        Path mine = executable("listed/mine");
        Path beside = executable("notebooks/schedulers/scx_one");
        executable("path/scx_one");
        Path two = executable("path/scx_two");
        executable("path/ls");
        Files.createFile(folder.resolve("path/scx_text"));

        Map<String, Path> own = new HashMap<>(discovery().candidates());
        own.values().removeIf(file -> !file.startsWith(folder));
        assertThat(own).containsOnly(entry("mine", mine), entry("scx_one", beside), entry("scx_two", two));
    }

    @Test
    void aVariableThatNamesNothingIsAnErrorAndNotPassedOver() throws Exception {
        executable("path/scx_mine");

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> discovery("SCHEDLAB_SCHEDULER_SCX_MINE", "/no/such/file")
                        .find("scx_mine"))
                .withMessageContaining("/no/such/file is not a file");
    }

    @Test
    void aPathIsNoName() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> discovery().find("./scx_mine"))
                .withMessageContaining("%scheduler --path");
    }

    private SchedulerDiscovery discovery(String... more) {
        Map<String, String> environment = new java.util.HashMap<>(
                Map.of("SCHEDLAB_SCHEDULERS", folder.resolve("listed").toString(), "PATH", folder + "/path"));
        if (more.length == 2) {
            environment.put(more[0], more[1]);
        }
        return new SchedulerDiscovery(environment, folder.resolve("notebooks"), folder.resolve("home"));
    }

    private Path executable(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
