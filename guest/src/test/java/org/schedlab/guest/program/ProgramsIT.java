package org.schedlab.guest.program;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.OutputLine;
import org.schedlab.guest.agent.ProgramOutput;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.agent.Signals;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.Machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#newestReleases")
@Tag("machine")
class ProgramsIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int NO_ENTRY = 2;
    private static final int NO_SPACE = 28;

    private final Machine machine;
    private final Agent agent;

    ProgramsIT(String release) {
        machine = GuestMachines.of(release);
        agent = new Agent(machine);
    }

    static List<String> releases() {
        return GuestMachines.releases();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aProgramFindsWhatItWasGivenAndNothingElse() {
        Program program = Program.of(Fixture.named("witness"), "first", "two words")
                .withEnvironment("COLOUR", "blue")
                .inFolder("/tmp")
                .nice(3);

        ProgramState ended = ended(program);

        assertThat(ended.ending()).isEqualTo(new Ending.Exited(0));
        assertThat(ended.words()).isEqualTo("exited with status 0");
        ProgramOutput output = agent.programs().output(ended);
        assertThat(lines(output, OutputLine.Stream.OUT))
                .containsExactly(
                        "argument 0: " + program.executable(),
                        "argument 1: first",
                        "argument 2: two words",
                        "variable: COLOUR=blue",
                        "variable: HOME=/",
                        "variable: PATH=/usr/local/bin:/usr/bin:/bin",
                        "folder: /tmp",
                        "policy: 0, nice: 3, cpus: 4, slack: 50000",
                        "input: 0",
                        "descriptors: 3");
        assertThat(lines(output, OutputLine.Stream.ERR)).containsExactly("to standard error");
        assertThat(output.cutBytes()).isZero();
        assertThat(ended.printedBytes()).isEqualTo(output.text().length() + 1L);
    }

    @Test
    void dynamicAndStaticProgramsPrintTheSame() {
        List<String> first = lines(agent.programs().output(ended(of("witness"))), OutputLine.Stream.OUT);
        List<String> second = lines(agent.programs().output(ended(of("witness-static"))), OutputLine.Stream.OUT);

        assertThat(first.subList(1, first.size()))
                .isEqualTo(second.subList(1, second.size()))
                .hasSizeGreaterThan(4);
    }

    @Test
    void aScriptHasTheToolsThatItAskedFor() {
        Program script = Program.of(
                        Path.of("/bin/sh"),
                        "-c",
                        "for n in $(seq 1 3); do (sleep 0.0$n; echo $n | awk '{print $1 * 2}') & done; wait")
                .withTools("seq", "sleep", "awk");
        assertThat(lines(agent.programs().output(ended(script)), OutputLine.Stream.OUT))
                .containsExactly("2", "4", "6");
        assertThatThrownBy(() -> script.withTools("sleeep"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("sleep");
        assertThatThrownBy(() -> Busybox.of(List.of(Path.of("/no/busybox"))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("apt-get install busybox-static");
    }

    @Test
    void hackbenchIsAsItIsAnywhere() {
        Program hackbench = Program.of(Path.of("/usr/bin/hackbench"), "-g", "1", "-l", "10", "-p");
        assertThat(lines(agent.programs().output(ended(hackbench)), OutputLine.Stream.OUT))
                .contains("Each sender will pass 10 messages of 100 bytes")
                .last()
                .asString()
                .matches("Time: 0\\.\\d{3}");
    }

    @Test
    void policyAndCpusAreThoseAsked() {
        Program program = of("witness").policy(Policy.roundRobin(7)).withCpus(1, 2);

        ProgramOutput output = agent.programs().output(ended(program));

        assertThat(output.text()).contains("policy: 2, nice: 0, cpus: 2");
    }

    @Test
    void theEndIsToldWithStatusOrSignal() {
        assertThat(ended(of("witness", "exit", "42")).ending()).isEqualTo(new Ending.Exited(42));
        ProgramState killed = ended(of("witness", "kill", "11"));
        assertThat(killed.ending()).isEqualTo(new Ending.Killed(11));
        assertThat(killed.words()).isEqualTo("was killed by signal 11 (SIGSEGV)");
    }

    @Test
    void linesAndEndBearTheirGuestTime() {
        ProgramState started = Programs.start(of("witness", "sleep", "70", "sleep", "50"), agent);
        agent.run(Duration.ofMillis(300), LONG);

        ProgramState ended = agent.programs().state(started);
        List<OutputLine> slept = agent.programs().output(ended).lines().stream()
                .filter(line -> line.text().equals("slept"))
                .toList();

        assertThat(slept).hasSize(2);
        assertThat(slept.getLast().atNanos() - slept.getFirst().atNanos()).isBetween(50_000_000L, 51_000_000L);
        assertThat(ended.endedAtNanos().orElseThrow() - slept.getLast().atNanos())
                .isBetween(0L, 2_000_000L);
        assertThat(slept.getFirst().atNanos() - ended.startedAtNanos()).isBetween(70_000_000L, 80_000_000L);
    }

    /// A worker is a fork of the agent, with copies of the descriptors that the agent reads.
    @Test
    void workersThatSleepDoNotTakeWhatAProgramPrints() {
        ProgramState started = Programs.start(of("witness", "sleep", "20", "sleep", "20", "sleep", "20"), agent);
        agent.spawn(WorkerSpec.sleeping(8, Duration.ofMillis(500)));

        agent.run(Duration.ofMillis(100), LONG);

        ProgramState ended = agent.programs().state(started);
        assertThat(ended.ending()).isEqualTo(new Ending.Exited(0));
        assertThat(lines(agent.programs().output(ended), OutputLine.Stream.OUT))
                .filteredOn("slept"::equals)
                .hasSize(3);
    }

    @Test
    void cpuTimeIsTheProgramsOwn() {
        ProgramState ended = ended(of("witness", "spin", "40"));

        assertThat((double) ended.cpuNanos()).isCloseTo(42e6, within(4e6));
    }

    @Test
    void theMiddleOfAFloodIsDroppedAndTold() {
        ProgramState ended = ended(of("witness", "flood", "20000"));

        ProgramOutput output = agent.programs().output(ended);

        assertThat(ended.printedBytes()).isGreaterThan(20_000L * 70);
        assertThat(output.cutBytes()).isBetween(ended.printedBytes() - 512 * 1024, ended.printedBytes() - 256 * 1024);
        assertThat(output.text())
                .contains("line 00000000 of a flood")
                .contains("line 00019999 of a flood")
                .contains("… %,d bytes were dropped here …".formatted(output.cutBytes()));
        long kept = output.lines().stream()
                .mapToLong(line -> line.text().length() + 1L)
                .sum();
        assertThat(kept).isCloseTo(ended.printedBytes() - output.cutBytes(), within(2L));
    }

    @Test
    void aProgramThatIsDeafIsKilledWithItsChildren() {
        ProgramState started = Programs.start(of("witness", "deaf", "fork", "sleep", "3600000"), agent);
        agent.run(Duration.ofMillis(50), LONG);

        assertThat(agent.programs().signal(started, Signals.INTERRUPT)).isTrue();
        assertThat(agent.programs().await(started, Duration.ofMillis(100)).running())
                .isTrue();
        assertThat(taskNames()).contains("left-behind");
        agent.programs().signal(started, Signals.KILL);
        ProgramState ended = agent.programs().await(started, Duration.ofMillis(100));
        agent.run(Duration.ofMillis(10), LONG);

        assertThat(ended.ending()).isEqualTo(new Ending.Killed(Signals.KILL));
        assertThat(taskNames()).doesNotContain("left-behind", "witness");
        assertThat(agent.programs().signal(started, Signals.KILL)).isFalse();
    }

    private List<String> taskNames() {
        return IntStream.range(2, 400)
                .mapToObj(pid -> {
                    try {
                        return text("/proc/" + pid + "/comm");
                    } catch (AgentException _) {
                        return "";
                    }
                })
                .toList();
    }

    @Test
    void equalFilesGoOverOnceAndChangedOnesAgain(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("config"), "first");
        agent.programs().bring(Fixture.named("witness"));
        long before = agent.passes();

        agent.programs().bring(Fixture.named("witness"));
        assertThat(agent.passes() - before).isEqualTo(1);
        agent.programs().bring(file);
        assertThat(text(file.toString())).isEqualTo("first");
        // sha256sum
        assertThat(agent.programs().sha256(file))
                .isEqualTo("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e");
        Files.writeString(file, "second");
        agent.programs().bring(file);
        assertThat(text(file.toString())).isEqualTo("second");
        assertThat(agent.programs().sha256(file))
                .isEqualTo("16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4");
    }

    @Test
    void aFileOfSeveralPiecesArrivesWhole(@TempDir Path folder) throws Exception {
        byte[] content = new byte[5_000_001];
        new java.util.Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);

        agent.programs().bring(file);

        assertThat(agent.readFile(file.toString())).isEqualTo(content);
    }

    @Test
    void aFileThatDoesNotFitIsRefusedAndTheGuestGoesOn(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("huge"), new byte[230 << 20]);

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.programs().bring(file))
                .withMessageContaining("cannot bring " + file + " (241,172,480 bytes) into the guest")
                .withMessageContaining("a file of 235520 KiB, but the guest has room for ")
                .withMessageContaining("%boot --memory")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(NO_SPACE));
        assertThat(ended(of("witness")).ending()).isEqualTo(new Ending.Exited(0));
    }

    @Test
    void aFolderThatIsNotThereIsNamedAndNothingRuns() {
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> Programs.start(of("witness").inFolder("/no/such/folder"), agent))
                .withMessageContaining("/no/such/folder: No such file or directory")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(NO_ENTRY));
    }

    @Test
    void equalStartsGiveEqualMachines() {
        try (Machine other = GuestMachines.of(agent.info().release())) {
            Agent second = new Agent(other);
            second.info();
            for (Agent each : List.of(agent, second)) {
                Programs.start(of("witness", "spin", "5"), each);
                each.run(Duration.ofMillis(30), LONG);
            }
            assertThat(other.ramHash()).isEqualTo(machine.ramHash());
        }
    }

    private static Program of(String name, String... arguments) {
        return Program.of(Fixture.named(name), arguments);
    }

    private ProgramState ended(Program program) {
        ProgramState ended = agent.programs().await(Programs.start(program, agent), LONG);
        assertThat(ended.running()).isFalse();
        return ended;
    }

    private static List<String> lines(ProgramOutput output, OutputLine.Stream stream) {
        return output.lines().stream()
                .filter(line -> line.stream() == stream)
                .map(OutputLine::text)
                .toList();
    }

    private String text(String path) {
        return new String(agent.readFile(path), StandardCharsets.UTF_8).strip();
    }
}
