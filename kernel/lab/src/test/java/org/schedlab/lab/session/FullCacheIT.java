package org.schedlab.lab.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// A cache that is full or may not be written: a tmpfs of child JVMs' own, in a mount namespace that
/// ends with them.
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
@Tag("machine")
class FullCacheIT {
    private static final BootOptions SMALL =
            BootOptions.defaults().withTopology("1n1l1c1t").withMemory("256M");
    private static final long MEBIBYTE = 1L << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    /// One of the child JVMs, one per trouble: boots and prints what came of it.
    static final class Child {
        private final Folders folders = Folders.ofUser();
        private final Path filler = folders.cache().resolve("filler");
        private final List<String> notices = new ArrayList<>();

        static void main(String[] arguments) throws Exception {
            new Child().run(arguments[0]);
        }

        private void run(String what) throws Exception {
            switch (what) {
                case "none", "none-ro" ->
                    say(what, outcome(() -> VmSession.boot(SMALL).close()));
                case "full" -> {
                    KernelImage _ = KernelImage.open(KernelImage.find(null, folders), folders);
                    for (Path index : files(folders.cache("index"))) {
                        Files.delete(index);
                    }
                    fillUpTo(2 * MEBIBYTE);
                    boot(what);
                    say("index", files(folders.cache("index")).size());
                    Files.delete(filler);
                }
                case "dropped" -> dropped();
                default -> boot(what);
            }
        }

        private void boot(String what) {
            notices.clear();
            try (VmSession vm = VmSession.boot(SMALL, new BootListener() {
                @Override
                public void phase(String phase, Duration elapsed) {
                    say(what + " phase", phase);
                }

                @Override
                public void consoleLine(String line, Duration elapsed) {}

                @Override
                public void notice(String text) {
                    notices.add(text.replace('\n', ' '));
                }
            })) {
                say(what, vm.stateHash());
                say(what + " notices", notices);
                vm.travel().enterCell(1);
                vm.run(Duration.ofMillis(1));
                vm.travel().endCell();
                String first = vm.stateHash();
                vm.run(Duration.ofMillis(1));
                vm.rewind("1");
                say(what + " rewound", first.equals(vm.stateHash()));
            }
        }

        /// Another session needs the room of the checkpoint that this one came from.
        private void dropped() throws Exception {
            try (VmSession vm = VmSession.boot(SMALL)) {
                String atBoot = vm.stateHash();
                vm.checkpoint("boot");
                vm.run(Duration.ofMillis(1));
                vm.checkpoint("later");
                String later = vm.stateHash();
                for (Path each : files(folders.cache("checkpoints"))) {
                    for (Path file : Files.isDirectory(each) ? files(each) : List.<Path>of()) {
                        Files.delete(file);
                    }
                }
                say("dropped boot", outcome(() -> vm.rewind("boot")));
                say("dropped same", atBoot.equals(vm.stateHash()));
                say("dropped later", outcome(() -> vm.rewind("later")));
                say("dropped same later", later.equals(vm.stateHash()));
            }
        }

        private static List<Path> files(Path folder) throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.toList();
            }
        }

        private void fillUpTo(long left) throws IOException {
            byte[] block = new byte[64 << 10];
            try (var out = Files.newOutputStream(filler)) {
                while (filler.toFile().getUsableSpace() > left) {
                    out.write(block);
                }
            }
        }

        private static String outcome(Runnable operation) {
            try {
                operation.run();
                return "done";
            } catch (LabException told) {
                return told.getMessage().replace('\n', ' ');
            }
        }

        private static void say(String what, Object value) {
            System.out.println(what + "=" + value);
        }
    }

    @Test
    void aMachineComesUpWithoutRoomForWhatOnlySavesTime() throws Exception {
        assumeThat(inNamespace("true").start().waitFor())
                .as("this host lets us mount a tmpfs of our own (unshare --map-root-user --mount)")
                .isZero();
        String hash;
        try (VmSession vm = VmSession.boot(SMALL)) {
            hash = vm.stateHash();
        }

        Process child = inNamespace("""
                        again() { mount -o "remount,$1" "$SCHEDLAB_CACHE"; }
                        "$@" none
                        again ro
                        "$@" none-ro
                        again rw,size=700m
                        "$@" full
                        again ro
                        "$@" ro
                        again rw
                        "$@" kept
                        again ro
                        "$@" restored
                        again rw
                        "$@" dropped
                        """).start();
        Map<String, String> said = new TreeMap<>();
        try (BufferedReader output = child.inputReader();
                Stream<String> lines = output.lines()) {
            lines.map(line -> line.split("=", 2))
                    .forEach(parts -> said.merge(parts[0], parts[1], (a, b) -> a + "; " + b));
        }

        assertThat(child.waitFor()).as("%s", said).isZero();
        assertThat(said.get("none"))
                .contains("the ELF of ", " cannot be written", temporary.toString())
                .contains("No space left on device", "MiB of 4 MiB are free in", "SCHEDLAB_CACHE", "cache clear");
        assertThat(said.get("none-ro")).contains("cannot be written", "Read-only file system", "SCHEDLAB_CACHE");
        assertThat(said.get("full notices"))
                .contains("this boot is not kept, the next one takes as long", "No space left on device", "MiB of 700")
                .contains(temporary.resolve("checkpoints").toString());
        assertThat(said.get("ro notices")).contains("this boot is not kept", "Read-only file system");
        assertThat(said.get("kept phase")).contains("the kernel boots");
        assertThat(said.get("restored phase")).contains("the checkpoint of an earlier boot is restored");
        assertThat(said)
                .containsEntry("full", hash)
                .containsEntry("ro", hash)
                .containsEntry("kept", hash)
                .containsEntry("restored", hash)
                .containsEntry("full rewound", "true")
                .containsEntry("ro rewound", "true")
                .containsEntry("index", "0")
                .containsEntry("kept notices", "[]")
                .containsEntry("restored notices", "[]")
                .containsEntry("dropped boot", "done")
                .containsEntry("dropped same", "true")
                .containsEntry("dropped later", "done")
                .containsEntry("dropped same later", "true");
    }

    private ProcessBuilder inNamespace(String script) {
        return ChildInNamespace.of(
                Child.class,
                "set -e; mount -t tmpfs -o size=4m none \"$SCHEDLAB_CACHE\"; " + script,
                Map.of(
                        "SCHEDLAB_CACHE",
                        temporary.toString(),
                        "SCHEDLAB_KERNEL",
                        KernelImage.find(null, Folders.ofUser()).toString()));
    }
}
