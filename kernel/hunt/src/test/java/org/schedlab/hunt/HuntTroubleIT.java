package org.schedlab.hunt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.hunt.run.Bases;
import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.run.Invariant;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.run.ScenarioRunner;
import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.hunt.scenario.Step;
import org.schedlab.hunt.scenario.Timed;
import org.schedlab.hunt.scenario.Undone;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.session.VmSession;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.BootListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Hunts that are killed, interrupted, or meet a panic; CPUs that go. With `./schedlab test --long`.
@Tag("machine")
@EnabledIfSystemProperty(named = "schedlab.long", matches = "true", disabledReason = "run by ./schedlab test --long")
class HuntTroubleIT {
    private static final String TOPOLOGY = "1n2l2c1t";
    private static final int SCENARIOS = 15;

    @TempDir
    private Path folder;

    private static Hunt hunt(Path folder) {
        return Hunt.of(Schedulers.vtime())
                .topologies(TOPOLOGY)
                .scenarios(SCENARIOS)
                .folder(folder);
    }

    /// The hunt of a process of its own.
    static final class Child {
        private Child() {}

        public static void main(String[] folder) {
            HuntReport _ = hunt(Path.of(folder[0])).run();
        }
    }

    private static long tried(Path folder) throws IOException {
        Path log = folder.resolve("hunt.jsonl");
        return Files.exists(log) ? Files.readAllLines(log).size() - 1 : 0;
    }

    private void untilTried(long count) throws IOException, InterruptedException {
        for (int wait = 0; tried(folder.resolve("cut")) < count; wait++) {
            assertThat(wait)
                    .as("tenths of a second until %d scenarios were tried", count)
                    .isLessThan(3000);
            Thread.sleep(100);
        }
    }

    /// Between two scenarios there is none for an instant.
    private static List<ProcessHandle> machines(ProcessHandle parent) throws InterruptedException {
        for (int wait = 0; wait < 300; wait++) {
            List<ProcessHandle> found = parent.descendants().toList();
            if (!found.isEmpty()) {
                return found;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no machine within 6 s");
    }

    /// kill -9 in the middle, twice, and again: what comes of it is what an undisturbed hunt gives, and no QEMU stays.
    @Test
    void killedAndGoneOn() throws IOException, InterruptedException {
        for (long until : List.of(2L, 7L)) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            folder.resolve("cut").toString())
                    .inheritIO()
                    .start();
            untilTried(until);
            List<ProcessHandle> machines = machines(child.toHandle());
            child.destroyForcibly().waitFor();
            for (ProcessHandle machine : machines) {
                assertThat(machine.onExit().orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(20));
            }
        }

        HuntReport cut = hunt(folder.resolve("cut")).run();
        HuntReport whole = hunt(folder.resolve("whole")).run();
        assertThat(cut.entries()).isEqualTo(whole.entries());
        assertThat(cut.scenarios()).isEqualTo(SCENARIOS);
        assertThat(folder.resolve("cut/checkpoints")).doesNotExist();
    }

    @Test
    void interruptedAndGoneOn() throws IOException, InterruptedException {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        Thread thread = Thread.ofPlatform()
                .uncaughtExceptionHandler((_, why) -> told.add(why))
                .start(() -> {
                    HuntReport _ = hunt(folder.resolve("cut")).run();
                });
        untilTried(3);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();

        assertThat(told)
                .singleElement()
                .isInstanceOf(LabException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("the hunt was interrupted", "what it has tried is kept");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(hunt(folder.resolve("cut")).run().scenarios()).isEqualTo(SCENARIOS);
    }

    /// A guest that panics in a scenario is a find like others, not the end of the hunt.
    @Test
    void aPanicIsABreach() {
        Scenario scenario = new Scenario(TOPOLOGY, List.of(), List.of(spawn("a")), Duration.ofMillis(50));
        try (Bases bases = bases(folder.resolve("bases"))) {
            VmSession vm = bases.begin(TOPOLOGY);
            var _ = vm.start(Program.of(Path.of("/bin/sh"), "-c", "echo c > /proc/sysrq-trigger"));
            Outcome outcome =
                    new ScenarioRunner(bases, Invariant.usual(Hunt.LONGEST_IDLE, Hunt.LONGEST_WAIT)).run(scenario, vm);

            assertThat(outcome.breach()).map(Breach::invariant).contains("no panic");
            assertThat(outcome.breach()).map(Breach::text).get().asString().contains("sysrq triggered crash");
            vm.close();
        }
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    /// Other sessions boot eight other kinds of machines meanwhile: the checkpoint that all scenarios build on stays.
    @Test
    void otherSessionsDoNotDropWhatItStartsFrom() throws InterruptedException {
        try (Bases bases = bases(folder.resolve("bases"))) {
            MachinePool pool = MachinePool.of(
                    "a test", Folders.ofUser().sharedMemory(), bases.machine().memoryBytes());
            Path base = pool.all(List.<MachinePool.Task<Path>>of(machines -> bases.of(TOPOLOGY, machines)))
                    .getFirst();
            for (int seed = 1001; seed <= 1009; seed++) {
                VmSession.boot(BootOptions.defaults().withTopology("1n1l1c1t").withSeed(seed))
                        .close();
            }
            try (VmSession vm = VmSession.restore(base)) {
                assertThat(vm.detach().state()).isEqualTo("disabled");
            }
        }
    }

    private static Bases bases(Path folder) {
        return new Bases(folder, BootOptions.defaults(), Schedulers.vtime(), BootListener.SILENT);
    }

    private static Timed spawn(String name) {
        return new Timed(
                Duration.ZERO, new Step.Spawn(WorkerSpec.of(new SpinWait(), 1).named(name)));
    }

    /// EEVDF bears that CPUs go and come, and nothing breaks; a scheduler that puts tasks into the queue of a CPU that
    /// is offline, where nobody looks, loses them.
    @Test
    void cpusGoAndCome() {
        Scenario away = new Scenario(
                TOPOLOGY,
                List.of(),
                List.of(
                        spawn("a"),
                        spawn("b"),
                        spawn("c"),
                        spawn("d"),
                        new Timed(Duration.ofMillis(20), new Step.Hotplug(1, false)),
                        new Timed(Duration.ofMillis(20), new Step.Hotplug(2, false)),
                        new Timed(Duration.ofMillis(20), new Step.Hotplug(1, true))),
                Duration.ofMillis(400));

        Outcome sound =
                Hunt.of(Scheduler.eevdf()).folder(folder.resolve("eevdf")).replay(away);
        assertThat(sound.notes()).isEmpty();
        assertThat(sound.breaches()).isEmpty();

        Outcome broken = Hunt.of(Planted.scheduler("offline"))
                .folder(folder.resolve("offline"))
                .replay(away);
        // The shell that takes CPU 2 away is itself put where nobody looks.
        assertThat(broken.undone()).containsExactly(Undone.unfinished(5, new Step.Hotplug(2, false)));
        assertThat(broken.breaches()).isNotEmpty();
    }

    /// A scheduler that leaves when a CPU goes is not asked to bear it again and again.
    @Test
    void withoutOperationsForHotplugNoCpuGoes() {
        HuntReport report = hunt(folder).run();
        assertThat(report.entries())
                .noneMatch(each -> each instanceof Entry.Tried tried
                        && tried.scenario().steps().stream().anyMatch(step -> step.step() instanceof Step.Hotplug));
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> Hunt.of(Schedulers.vtime())
                        .topologies("1n1l1c1t")
                        .scenarios(2)
                        .folder(folder)
                        .run())
                .withMessageContaining("another one was there");
    }
}
