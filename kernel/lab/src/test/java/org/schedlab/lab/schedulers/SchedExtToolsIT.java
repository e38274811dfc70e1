package org.schedlab.lab.schedulers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.Folders;
import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// The schedulers of the kernel's own `tools/sched_ext`, built from Debian's linux-source in a folder of its own, on
/// every kernel in the cache: as executables, and their BPF halves from their sources. Writes the table of
/// docs/your-own-scheduler.md to `target/sched-ext-tools.md`. With `./schedlab test --long`.
///
/// `SCHEDLAB_SCHED_EXT_TOOLS` may name such a folder that is built already.
@Tag("machine")
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
class SchedExtToolsIT {
    private static final List<String> NAMES = List.of(
            "scx_simple", "scx_qmap", "scx_central", "scx_flatcg", "scx_pair", "scx_userland", "scx_sdt", "scx_cpu0");
    /// What each does on every kernel that has what it asks for.
    private static final List<String> EVERYWHERE = List.of("scx_simple", "scx_central", "scx_flatcg");

    private static final String BUILT = "build/bin";

    @TempDir
    Path temporary;

    /// One cell of the table: what was seen, or why not.
    private record Outcome(boolean good, String words) {}

    @Test
    void theyComeIntoChargeShowWhatTheyHaveAndGo() throws Exception {
        Path tools = tools();
        List<Path> kernels = kernels();
        Path newest = kernels.getLast();
        List<String> rows = new ArrayList<>();
        for (String name : NAMES) {
            StringBuilder row = new StringBuilder("| " + name);
            for (Path kernel : kernels) {
                Outcome program =
                        outcome(kernel, vm -> executable(tools.resolve(BUILT).resolve(name)));
                Outcome sources = outcome(kernel, vm -> {
                    SchedulerFiles files = SchedulerFiles.of(tools.resolve(name + ".bpf.c"))
                            .withInclude(tools.resolve("include"))
                            .withTypesOf(newest);
                    return new OwnSchedulers().compile(files, vm.image());
                });
                row.append(" | ").append(program.words()).append(" | ").append(sources.words());
                if (EVERYWHERE.contains(name)) {
                    assertThat(program.good())
                            .as(name + " on " + kernel + ": " + program.words())
                            .isTrue();
                    assertThat(sources.good())
                            .as(name + " on " + kernel + ": " + sources.words())
                            .isTrue();
                }
            }
            rows.add(row + " |");
        }
        StringBuilder head = new StringBuilder("| scheduler");
        StringBuilder line = new StringBuilder("| ---");
        for (Path kernel : kernels) {
            String release = String.valueOf(kernel.getParent().getFileName()).replaceAll("\\+.*", "");
            head.append(" | %s, program | %s, BPF from sources".formatted(release, release));
            line.append(" | --- | ---");
        }
        Files.writeString(
                Path.of("target/sched-ext-tools.md"), head + " |\n" + line + " |\n" + String.join("\n", rows) + "\n");
    }

    @FunctionalInterface
    private interface Made {
        Scheduler in(VmSession vm);
    }

    private static ExecutableScheduler executable(Path file) {
        return Scheduler.path(file).withPatience(Duration.ofSeconds(20));
    }

    private static Outcome outcome(Path kernel, Made made) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            Scheduler scheduler = made.in(vm);
            vm.spawn(new WorkerCount(2).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.attach(scheduler);
            vm.run(Duration.ofSeconds(2));
            int knobs = vm.schedulers().knobs().rowCount();
            int maps = vm.schedulers().maps().rowCount();
            Table programs = vm.schedulers().schedulerPrograms();
            long verified = (long) programs.longColumn("verified instructions").sum();
            boolean stayed = vm.schedulerState().enabled();
            vm.attach(Schedulers.vtime());
            boolean replaced = vm.schedulerState().opsName().equals("vtime");
            boolean detached = vm.detach().state().equals("disabled");
            String words = stayed
                    ? "yes: %d knobs, %d maps, %d programs, %d instructions verified"
                            .formatted(knobs, maps, programs.rowCount(), verified)
                    : "ended by itself: " + vm.schedulers().exitReport().exit().message();
            return new Outcome(stayed && replaced && detached && programs.rowCount() > 0, words);
        } catch (LabException e) {
            return new Outcome(false, "no: " + reason(String.valueOf(e.getMessage())));
        }
    }

    /// What says most, in one line.
    private static String reason(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("try:") && !line.startsWith("cannot attach"))
                .filter(line -> !line.contains("skipping it as it's set to zero"))
                .reduce((_, last) -> last)
                .orElse(message)
                .replace("|", "/");
    }

    private static List<Path> kernels() throws IOException {
        Path folder = Folders.ofUser().cache("kernels");
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> String.valueOf(each.getFileName()).endsWith("-amd64"))
                    .map(each -> each.resolve("vmlinuz"))
                    .filter(Files::isRegularFile)
                    .filter(each -> KernelImage.open(each, Folders.ofUser()).hasSchedExt())
                    .sorted()
                    .toList();
        }
    }

    private Path tools() throws Exception {
        String built = System.getenv("SCHEDLAB_SCHED_EXT_TOOLS");
        if (built != null) {
            return Path.of(built);
        }
        Folders folders = Folders.ofUser();
        Path apt = folders.cache("apt/trixie-backports").resolve("apt.conf");
        Path types = KernelImage.open(kernels().getLast(), folders).elf();
        HostProcess build = HostProcess.run(
                List.of("sh", "-ec", """
                        apt-get -c "$1" -q download linux-source-7.3
                        dpkg-deb -x linux-source-*.deb package
                        mkdir source
                        tar -C source -xf package/usr/src/linux-source-*.tar.xz --strip-components=1 \
                            --wildcards '*/tools' '*/scripts' '*/include' '*/kernel/bpf' '*/Makefile'
                        make -C source/tools/sched_ext -j2 CLANG=clang-16 VMLINUX_BTF="$2"
                        """, "sh", apt.toString(), types.toString()),
                temporary,
                Duration.ofMinutes(30),
                "build it by hand and name it in SCHEDLAB_SCHED_EXT_TOOLS");
        assertThat(build.code()).as(build.output()).isZero();
        return temporary.resolve("source/tools/sched_ext");
    }
}
