package org.schedlab.lab.schedulers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.schedulers.ToolCell.Way;
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
/// `SCHEDLAB_SCHED_EXT_TOOLS` may name such a folder that is built already. Built with clang-19 if this host has it,
/// which knows pointers into an arena. `-Dschedlab.tools=scx_qmap/sources,scx_central@7.3.4` tries only those cells
/// ([ToolChoice]); the others are as they stand in that page.
@Tag("machine")
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true")
class SchedExtToolsIT {
    private static final List<String> NAMES = List.of(
            "scx_simple", "scx_qmap", "scx_central", "scx_flatcg", "scx_pair", "scx_userland", "scx_sdt", "scx_cpu0");
    /// What each does on every kernel that has what it asks for.
    private static final List<String> EVERYWHERE = List.of("scx_simple", "scx_central", "scx_flatcg");

    /// Lines that tell why one could not be loaded, those that say most first.
    private static final List<Pattern> TELLING = Stream.of(
                    "prog '\\w+': failed to load: .*",
                    "the kernel's verifier rejects .*",
                    ".*kernel too old.*",
                    "extern .* not found .*",
                    "map '\\w+': failed to .*",
                    "(?<=libbpf: )(map|prog) '\\w+': .*",
                    "line \\d+: .*",
                    "(?<=found: )[^;\\n]*")
            .map(Pattern::compile)
            .toList();

    private static final Path PAGE = Path.of("../../docs/your-own-scheduler.md");
    private static final String EMPTY = "empty";
    private static final String BUILT = "build/bin";

    @TempDir
    Path temporary;

    /// One cell of the table: what was seen, or why not.
    private record Outcome(boolean good, String words) {}

    @Test
    void theyComeIntoChargeShowWhatTheyHaveAndGo() throws Exception {
        Path tools = tools();
        List<ToolChoice> only = ToolChoice.list(System.getProperty("schedlab.tools", ""));
        List<Path> kernels = kernels();
        ToolTable table = only.isEmpty() ? new ToolTable() : ToolTable.of(PAGE);
        List<String> missing = new ArrayList<>();
        for (Path kernel : kernels) {
            String version = String.valueOf(kernel.getParent().getFileName()).replaceAll("\\+.*", "");
            List<ToolCell> cells = NAMES.stream()
                    .flatMap(name -> Stream.of(Way.values()).map(way -> new ToolCell(name, way, version)))
                    .filter(cell -> only.isEmpty() || only.stream().anyMatch(each -> each.means(cell)))
                    .toList();
            if (cells.isEmpty()) {
                continue;
            }
            try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
                vm.checkpoint(EMPTY);
                for (ToolCell cell : cells) {
                    Outcome outcome = outcome(vm, () -> scheduler(cell, tools, vm.image(), kernels.getLast()));
                    table.set(cell, outcome.words());
                    if (EVERYWHERE.contains(cell.scheduler()) && !outcome.good()) {
                        missing.add(cell + ": " + outcome.words());
                    }
                }
            }
            Files.write(Path.of("target/sched-ext-tools.md"), table.lines());
        }
        assertThat(missing).isEmpty();
    }

    private static Scheduler scheduler(ToolCell cell, Path tools, KernelImage image, Path newest) {
        return switch (cell.way()) {
            case PROGRAM -> executable(tools.resolve(BUILT).resolve(cell.scheduler()));
            case SOURCES ->
                new OwnSchedulers()
                        .compile(
                                SchedulerFiles.of(tools.resolve(cell.scheduler() + ".bpf.c"))
                                        .withInclude(tools.resolve("include"))
                                        .withTypesOf(newest),
                                image);
        };
    }

    /// On a machine that was just booted: loading takes as many instructions whatever else runs, but guest time
    /// passes by those of all CPUs.
    private static Outcome outcome(VmSession vm, Supplier<Scheduler> made) {
        vm.rewind(EMPTY);
        try {
            Attachment attachment = vm.attach(made.get());
            vm.spawn(new WorkerCount(2).spinning());
            vm.spawn(new WorkerCount(2).pipeIo());
            vm.run(Duration.ofSeconds(2));
            int knobs = vm.schedulers().knobs().rowCount();
            Table maps = vm.schedulers().maps();
            Table programs = vm.schedulers().schedulerPrograms();
            long verified = (long) programs.longColumn("verified instructions").sum();
            boolean stayed = vm.schedulerState().enabled();
            vm.attach(Schedulers.vtime());
            boolean replaced = vm.schedulerState().opsName().equals("vtime");
            boolean detached = vm.detach().state().equals("disabled");
            String words = stayed
                    ? String.format(
                            Locale.ROOT,
                            "yes: %d knobs, %d programs, %,d verified; %.2f s",
                            knobs,
                            programs.rowCount(),
                            verified,
                            attachment.loadNanos() / 1e9)
                    : "ended by itself: " + vm.schedulers().exitReport().exit().message();
            boolean shown = programs.rowCount() > 0 && maps.rowCount() > 0;
            return new Outcome(stayed && replaced && detached && shown, words);
        } catch (LabException e) {
            return new Outcome(false, "no: " + reason(String.valueOf(e.getMessage())));
        }
    }

    private static ExecutableScheduler executable(Path file) {
        return Scheduler.path(file).withPatience(Duration.ofSeconds(20));
    }

    /// What says most, in one line.
    private static String reason(String message) {
        return TELLING.stream()
                .map(telling -> telling.matcher(message))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElse(message.lines().findFirst().orElse(""))
                .strip()
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
                        clang=$(command -v clang-19 || command -v clang-16)
                        make -C source/tools/sched_ext -j2 CLANG="$clang" VMLINUX_BTF="$2"
                        """, "sh", apt.toString(), types.toString()),
                temporary,
                Duration.ofMinutes(30),
                "build it by hand and name it in SCHEDLAB_SCHED_EXT_TOOLS");
        assertThat(build.code()).as(build.output()).isZero();
        return temporary.resolve("source/tools/sched_ext");
    }
}
