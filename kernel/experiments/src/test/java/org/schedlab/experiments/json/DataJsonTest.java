package org.schedlab.experiments.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.scheduler.FilesCompiler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Affinity;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.MoveCost;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.PriorityInversion;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.SpinWait;
import org.schedlab.guest.work.WakeChain;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Hold;
import org.schedlab.lab.scenario.Ops;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.Step;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataJsonTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.of(),
                Scenario.of(
                                Backdrop.of(Ops.cgroup("a")
                                                .weight(300)
                                                .maxPercent(50)
                                                .cpuset(new CpusetSpec.Overlap(0, 2, 0.5))
                                                .workers(2)
                                                .workersPercent(150))
                                        .workers(WorkerSpec.spinning(3)
                                                .nice(-5)
                                                .affinity(new Affinity.RandomSubset(3, List.of(0, 1), 1)))
                                        .settle(Duration.ofNanos(1_234_567)),
                                Ops.step(Ops.cgroup("b").workers(4).work(new PipeIo(Duration.ofNanos(1))))
                                        .hold(Hold.fraction(0.25)),
                                Ops.step(Ops.spawnWorkers(
                                                "b",
                                                new WorkerCount(2)
                                                        .doing(new SpinWait())
                                                        .policy(Policy.fifo(7))
                                                        .threads()
                                                        .withSeed(9)))
                                        .then(Ops.swapCpusets("a", "b"), Ops.letRun(Duration.ofMillis(3)))
                                        .hold(Hold.loop(Duration.ofMillis(100))),
                                Ops.step(
                                                Ops.clearMax("a"),
                                                Ops.setMax("a", Duration.ofMillis(5), Duration.ofMillis(50)))
                                        .hold(Duration.ofSeconds(2)))
                        .guestLimit(Duration.ofSeconds(60))
                        .duration(Duration.ofMillis(1500)),
                Scenario.of(Ops.step(
                        Ops.spawnWorkers(WorkerSpec.of(new Bursty(Duration.ofNanos(700), Duration.ofNanos(3)), 1)),
                        Ops.spawnWorkers(WorkerSpec.of(new WakeChain(2, WakeChain.By.PIPE, Duration.ZERO), 4)),
                        Ops.spawnWorkers(new WorkerCount(3)
                                .priorityInversion(
                                        PriorityInversion.Mutex.values()[0],
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(2))),
                        Ops.spawnWorkers(WorkerSpec.of(
                                new Sequence(List.of(
                                        WorkPhase.spin(Duration.ofMillis(2)),
                                        WorkPhase.cpuTime(Duration.ofMillis(3)),
                                        WorkPhase.wallTime(Duration.ofMillis(4)),
                                        WorkPhase.sleep(Duration.ofMillis(1)))),
                                1)),
                        Ops.spawnWorkers(WorkerSpec.spinning(1).workingSet(64, new MoveCost(1, 2, 3, 4, 5))))));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsWrittenIsReadAgain(Scenario scenario) throws IOException {
        String text = DataJson.write(scenario).toString();
        assertThat(DataReader.read(JsonPlace.of(JSON.readTree(text)), Scenario.class))
                .isEqualTo(scenario);
    }

    @Test
    void workersWithoutAWorkingSetAreWrittenAsBeforeThereWereAny() {
        assertThat(DataJson.write(WorkerSpec.spinning(1)).has("workingSet")).isFalse();
    }

    @Test
    void whatIsUsualMayBeLeftOut() throws IOException {
        String text = """
                {"steps": [{"ops": [{"type": "Spawn", "spec": {"work": "SpinWait"}},
                                    {"type": "Spawn", "spec": {"work": {"type": "PipeIo", "work": "10us"}, "nice": 3}},
                                    "DetachScheduler"],
                            "hold": "1.5ms"},
                           {"hold": "None"}]}
                """;
        assertThat(read(text))
                .isEqualTo(Scenario.of(
                        Ops.step(
                                        Ops.spawnWorkers(WorkerSpec.spinning(1)),
                                        Ops.spawnWorkers(WorkerSpec.of(new PipeIo(Duration.ofNanos(10_000)), 2)
                                                .nice(3)),
                                        Ops.detachScheduler())
                                .hold(Duration.ofNanos(1_500_000)),
                        Step.of()));
    }

    private static Scenario read(String text) throws IOException {
        return DataReader.read(JsonPlace.of(JSON.readTree(text)), Scenario.class);
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertThatThrownBy(() -> read("{\"steps\": [{\"holt\": \"3ms\"}]}"))
                .isInstanceOf(LabException.class)
                .hasMessage("""
                        'steps[0]' cannot be read
                          found: nobody knows 'holt'
                          available: cgroups, ops, hold
                          try: change it there""");
        assertThatThrownBy(
                        () -> read("{\"steps\": [{\"ops\": [{\"type\": \"Spawn\", \"spec\": {\"work\": \"Spin\"}}]}]}"))
                .hasMessageContaining("'steps[0].ops[0].spec.work' cannot be read")
                .hasMessageContaining("found: \"Spin\"")
                .hasMessageContaining("SpinWait, Sleep");
        assertThatThrownBy(() -> read("{\"duration\": \"3 parsecs\"}"))
                .hasMessageContaining("'duration' cannot be read")
                .hasMessageContaining("300ms");
        assertThatThrownBy(() -> read("{\"steps\": [{\"cgroups\": [{\"path\": \"/x\"}]}]}"))
                .hasMessageContaining("'steps[0].cgroups[0]': '/x' cannot be the path of a cgroup");
        assertThatThrownBy(() -> read("{\"steps\": [{\"ops\": [{\"type\": \"LetRun\"}]}]}"))
                .hasMessageContaining("'steps[0].ops[0].guestTime' cannot be read")
                .hasMessageContaining("it is missing");
    }

    @Test
    void aFileOfThisHostIsNoData() {
        Scenario scenario = Scenario.of(Ops.step(Ops.spawnWorkers(new WorkerCount(1).custom(Path.of("/bin/sh")))));
        assertThatThrownBy(() -> DataJson.write(scenario))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("'steps[0].ops[0].spec.work.files[0]' cannot be written down for other hosts")
                .hasMessageContaining("is a file of this host");
    }

    @Test
    void schedulersByNameKnobAndText() {
        SchedulerObject knob = Schedulers.vtime().with("slice_ns", 5_000_000);
        assertThat(SchedulerJson.write(Schedulers.fifo())).hasToString("\"fifo\"");
        assertThat(SchedulerJson.write(knob)).hasToString("{\"name\":\"vtime\",\"knobs\":{\"slice_ns\":5000000}}");
        SchedulerObject again = SchedulerJson.readObject(JsonPlace.of(SchedulerJson.write(knob)));
        assertThat(again.sha256()).isEqualTo(knob.sha256());
        assertThat(again).hasToString(knob.toString());

        SchedulerObject own = Schedulers.compile("own", Schedulers.fifo().source());
        SchedulerObject read = SchedulerJson.readObject(JsonPlace.of(SchedulerJson.write(own)));
        assertThat(read.sha256()).isEqualTo(own.sha256());
        assertThat(read.name()).isEqualTo("own");
    }

    /// Neither its file nor a compiler is needed where it is read.
    @Test
    void aSchedulerOfFilesByItsObject(@TempDir Path folder) throws IOException {
        byte[] bytes = Schedulers.vtime().object();
        Path file = Files.write(folder.resolve("brought.bpf.o"), bytes);
        SchedulerObject brought = FilesCompiler.ofUser()
                .compile(SchedulerFiles.of(file), Path.of("/nowhere"))
                .with("slice_ns", 1_000_000);
        Files.delete(file);

        JsonNode written = SchedulerJson.write(brought);
        SchedulerObject read = SchedulerJson.readObject(JsonPlace.of(written));

        assertThat(read.name()).isEqualTo("brought");
        assertThat(read.compiled()).isEqualTo(bytes);
        assertThat(read.sha256()).isEqualTo(brought.sha256()).isNotEqualTo(Sha256.of(bytes));
        assertThat(SchedulerJson.write(read)).isEqualTo(written);

        ((ObjectNode) written).put("object_sha256", "0".repeat(64));
        assertThatThrownBy(() -> SchedulerJson.readObject(JsonPlace.of(written)))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("the object of the scheduler 'brought' cannot be read");
    }

    @Test
    void durations() {
        assertThat(DurationText.of(Duration.ofMillis(1500))).isEqualTo("1500ms");
        assertThat(DurationText.of(Duration.ofNanos(20_000))).isEqualTo("20us");
        assertThat(DurationText.of(Duration.ZERO)).isEqualTo("0s");
        assertThat(DurationText.parse("1.5 s")).contains(Duration.ofMillis(1500));
        assertThat(DurationText.parse("2m")).contains(Duration.ofMinutes(2));
        assertThat(DurationText.parse("0.5ns")).isEmpty();
        assertThat(DurationText.parse("-1ms")).isEmpty();
    }
}
