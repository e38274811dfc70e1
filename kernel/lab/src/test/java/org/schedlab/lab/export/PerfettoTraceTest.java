package org.schedlab.lab.export;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.recorder.FieldHistory;
import org.schedlab.lab.recorder.LeavingState;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.export.DecodedTrace.get;
import static org.schedlab.lab.export.DecodedTrace.message;
import static org.schedlab.lab.export.DecodedTrace.messages;
import static org.schedlab.lab.export.Recordings.ALICE;
import static org.schedlab.lab.export.Recordings.BOB;
import static org.schedlab.lab.export.Recordings.FROM;
import static org.schedlab.lab.export.Recordings.IDLE_1;
import static org.schedlab.lab.export.Recordings.TO;

/// What protobuf's own library reads out of a trace is what the recording holds.
class PerfettoTraceTest {
    private static final Recording EVERY_KIND = Recordings.ofEveryKind();

    @Test
    void switchesAreThoseOfTheRecording() throws Exception {
        List<DecodedTrace.Event> events = decoded(EVERY_KIND).events("sched_switch");
        assertThat(events.stream()
                        .map(each -> "%d CPU %d, pid %d: %s:%s prio %s %s -> %s:%s prio %s"
                                .formatted(
                                        each.nanos() - FROM,
                                        each.cpu(),
                                        each.pid(),
                                        each.get("prev_comm"),
                                        each.get("prev_pid"),
                                        each.get("prev_prio"),
                                        each.get("prev_state"),
                                        each.get("next_comm"),
                                        each.get("next_pid"),
                                        each.get("next_prio"))))
                .containsExactly(
                        "5000 CPU 0, pid 101: alice:101 prio 120 256 -> bob:102 prio 98",
                        "8000 CPU 1, pid 0: swapper/1:0 prio 120 0 -> child:103 prio 139",
                        "10500 CPU 1, pid 103: child:103 prio 139 16 -> swapper/1:0 prio 120",
                        "300000000 CPU 0, pid 102: bob:102 prio 98 1 -> alice:101 prio 120",
                        "300000400 CPU 1, pid 0: swapper/1:0 prio 120 0 -> bob:102 prio 98");
    }

    @Test
    void otherKernelEventsAreThoseOfTheRecording() throws Exception {
        DecodedTrace trace = decoded(EVERY_KIND);
        assertThat(told(trace, "sched_waking", "comm", "pid", "target_cpu"))
                .containsExactly("1000 CPU 0 pid 101: bob 102 1", "300000200 CPU 1 pid 0: bob 102 0");
        assertThat(told(trace, "sched_wakeup", "comm", "pid", "target_cpu"))
                .containsExactly("2000 CPU 0 pid 101: bob 102 0", "300000300 CPU 1 pid 0: bob 102 1");
        assertThat(told(trace, "sched_wakeup_new", "comm", "pid", "prio", "target_cpu"))
                .containsExactly("6500 CPU 0 pid 102: child 103 139 1");
        assertThat(told(trace, "sched_migrate_task", "comm", "pid", "orig_cpu", "dest_cpu"))
                .containsExactly("1100 CPU 0 pid 101: bob 102 1 0");
        assertThat(told(trace, "task_newtask", "pid", "comm", "clone_flags"))
                .containsExactly("6000 CPU 0 pid 102: 103 child 0");
        assertThat(told(trace, "sched_process_fork", "parent_comm", "parent_pid", "child_comm", "child_pid"))
                .containsExactly("6000 CPU 0 pid 102: bob 102 child 103");
        assertThat(told(trace, "task_rename", "pid", "oldcomm", "newcomm"))
                .containsExactly("300000100 CPU 0 pid 101: 101 alice alice-late");
        assertThat(told(trace, "sched_process_exec", "filename", "pid", "old_pid"))
                .containsExactly("7000 CPU 0 pid 102: /bin/bob 102 102");
        assertThat(told(trace, "sched_process_exit", "comm", "pid", "prio"))
                .containsExactly("10000 CPU 1 pid 103: child 103 139");
        assertThat(told(trace, "irq_handler_entry", "irq", "name"))
                .containsExactly("3000 CPU 0 pid 101: 236 local_timer");
        assertThat(told(trace, "irq_handler_exit", "irq", "ret")).containsExactly("4000 CPU 0 pid 101: 236 1");
        assertThat(trace.events("cpu_idle").stream()
                        .map(each -> (each.nanos() - FROM) + ": " + Integer.toUnsignedString((int) each.get("state"))
                                + " " + each.get("cpu_id")))
                .containsExactly("8000: 4294967295 1", "10500: 1 1", "300000400: 4294967295 1");
    }

    private static List<String> told(DecodedTrace trace, String event, String... fields) {
        List<String> lines = new ArrayList<>();
        for (DecodedTrace.Event each : trace.events(event)) {
            StringBuilder line =
                    new StringBuilder("%d CPU %d pid %d:".formatted(each.nanos() - FROM, each.cpu(), each.pid()));
            for (String field : fields) {
                line.append(' ').append(each.get(field));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void namesAndProcessesAreThoseOfTheBeginning() throws Exception {
        DecodedTrace trace = decoded(EVERY_KIND);
        Message tree = message(trace.packets("process_tree").getFirst(), "process_tree");
        assertThat(messages(tree, "processes").stream().map(each -> get(each, "pid") + "" + get(each, "cmdline")))
                .containsExactly("101[alice]");
        assertThat(messages(tree, "threads").stream()
                        .map(each -> get(each, "tid") + " of " + get(each, "tgid") + " " + get(each, "name")))
                .containsExactly("101 of 101 alice", "102 of 101 bob");
        Message info = message(trace.packets("system_info").getFirst(), "system_info");
        assertThat(get(message(info, "utsname"), "release")).isEqualTo("6.18.15+deb13-cloud-amd64");
        assertThat(get(info, "num_cpus")).isEqualTo(2);
    }

    @Test
    void countersHoldAtEachTime() throws Exception {
        DecodedTrace trace = decoded(EVERY_KIND);
        assertThat(counter(trace, "CPU 0: waiting tasks")).isEqualTo(Map.of(0L, 0L, 2_000L, 1L, 300_000_000L, 0L));
        assertThat(counter(trace, "CPU 1: waiting tasks"))
                .isEqualTo(Map.of(0L, 0L, 6_500L, 1L, 8_000L, 0L, 300_000_300L, 1L, 300_000_400L, 0L));
        assertThat(counter(trace, "DSQ local, CPU 1: depth")).isEqualTo(Map.of(0L, 0L, 6_600L, 1L, 7_900L, 0L));
        // Somebody was in it before the recording began, and left at its first instant.
        List<Message> own = trace.onTrack("DSQ 5: depth");
        assertThat(own.stream().map(each -> get(message(each, "track_event"), "counter_value")))
                .containsExactly(1L, 0L, 1L, 0L);
    }

    @Test
    void aFieldsWritesAreACounter(@TempDir Path folder) throws Exception {
        FieldHistory field = new FieldHistory() {
            @Override
            public String field() {
                return "runqueues.nr_running, CPU 1";
            }

            @Override
            public List<Step> steps() {
                return List.of(
                        new Step(EVERY_KIND.guestTime(FROM - 500), 7, 3),
                        new Step(EVERY_KIND.guestTime(FROM + 2_000), 3, 4),
                        new Step(EVERY_KIND.guestTime(FROM + 6_000), 4, 4),
                        new Step(EVERY_KIND.guestTime(EVERY_KIND.interval().to() + 1), 4, 9));
            }
        };
        Path file = PerfettoTrace.write(EVERY_KIND, List.of(field), folder.resolve("fields.pftrace"));
        assertThat(counter(DecodedTrace.of(Files.readAllBytes(file)), "runqueues.nr_running, CPU 1"))
                .isEqualTo(Map.of(0L, 3L, 2_000L, 4L, 6_000L, 4L));
    }

    private static Map<Long, Long> counter(DecodedTrace trace, String track) {
        Map<Long, Long> values = new TreeMap<>();
        for (Message each : trace.onTrack(track)) {
            values.put((long) get(each, "timestamp") - FROM, (long) get(message(each, "track_event"), "counter_value"));
        }
        return values;
    }

    @Test
    void opsMarksAndStepsAreOnTracks() throws Exception {
        DecodedTrace trace = decoded(EVERY_KIND);
        assertThat(lines(trace, "CPU 0: ops"))
                .containsExactly("1150 1 enqueue {task=bob:102, instructions=222}", "1594 2 enqueue {}");
        assertThat(lines(trace, "CPU 1: ops"))
                .containsExactly("9000 1 dispatch {instructions=50}", "9100 2 dispatch {}");
        assertThat(lines(trace, "into DSQ 5"))
                .containsExactly("1200 3 bob:102 {cpu=0, slice ns=20000000, vtime=-7, flags=1}");
        assertThat(lines(trace, "CPU 0: EEVDF"))
                .containsExactly("2100 3 placed bob:102 {vruntime=77, deadline=99, lag=-5, slice ns=3000000}");
        assertThat(lines(trace, "/work on CPU 0")).containsExactly("9000 1 throttled {}", "11000 2 throttled {}");
        assertThat(lines(trace, "changes")).containsExactly("300000500 3 bypass begins: vtime {}");
        assertThat(lines(trace, "cells")).containsExactly("1100 3 cell 3\nsecond line {}");
        assertThat(lines(trace, "notes")).containsExactly((TO - FROM) + " 3 the end {}");
        assertThat(lines(trace, "recording"))
                .containsExactly(
                        "0 3 recorded by schedlab {scheduler=vtime, kernel=6.18.15+deb13-cloud-amd64, lost events=3,"
                                + " not seen=no ticks}");
    }

    private static List<String> lines(DecodedTrace trace, String track) {
        return trace.onTrack(track).stream()
                .map(each -> {
                    Message event = message(each, "track_event");
                    return "%d %s %s %s"
                            .formatted(
                                    (long) get(each, "timestamp") - FROM,
                                    get(event, "type"),
                                    trace.name(event),
                                    trace.annotations(event));
                })
                .toList();
    }

    @Test
    void anArrowLeadsFromTheWakerToTheNextRun() throws Exception {
        DecodedTrace trace = decoded(EVERY_KIND);
        List<String> ends = new ArrayList<>();
        for (Message each : trace.packets("track_event")) {
            Message event = message(each, "track_event");
            List<?> from = (List<?>) get(event, "flow_ids");
            List<?> to = (List<?>) get(event, "terminating_flow_ids");
            if (!from.isEmpty() || !to.isEmpty()) {
                ends.add("%d %s %s %s".formatted((long) get(each, "timestamp") - FROM, trace.name(event), from, to));
            }
        }
        assertThat(ends)
                .containsExactly(
                        "1000 wakes bob:102 [1] []",
                        "5000 runs after a wake-up [] [1]",
                        "300000200 wakes bob:102 [2] []",
                        "300000400 runs after a wake-up [] [2]");
        // The idle task has no thread of its own in the viewer.
        assertThat(lines(trace, "CPU 1")).containsExactly("300000200 3 wakes bob:102 {}");
    }

    @Test
    void aTaskThatIsWokenWhileItRunsHasNoArrow() throws Exception {
        List<SchedEvent> events = List.of(
                new SchedEvent.Waking(FROM + 10, 1, ALICE, IDLE_1, 0),
                new SchedEvent.Wakeup(FROM + 20, 1, ALICE, 0),
                new SchedEvent.Switch(FROM + 30, 0, ALICE, LeavingState.PREEMPTED, BOB),
                new SchedEvent.Switch(FROM + 40, 0, BOB, LeavingState.SLEEPING, ALICE));
        Recording recording = new Recording(
                EVERY_KIND.interval(), EVERY_KIND.tasks(), EVERY_KIND.start(), List.of(), events::forEach);
        assertThat(decoded(recording).packets("track_event").stream()
                        .map(each -> message(each, "track_event"))
                        .filter(each -> !((List<?>) get(each, "terminating_flow_ids")).isEmpty()))
                .isEmpty();
    }

    /// The intervals are made by other code from the same events.
    @Test
    void queueLengthsAreThoseOfTheIntervals() throws Exception {
        Recording recording = Recordings.busy(4, 20, 20_000, 1);
        DecodedTrace trace = decoded(recording);
        List<TaskInterval> waits = TaskIntervals.of(recording).stream()
                .filter(each ->
                        each.state() == TaskState.RUNNABLE && !each.task().idle())
                .toList();
        for (int cpu = 0; cpu < 4; cpu++) {
            Map<Long, Long> changes = new TreeMap<>();
            for (TaskInterval each : waits) {
                if (each.cpu() == cpu) {
                    changes.merge(each.from() - FROM, 1L, Long::sum);
                    changes.merge(each.to() - FROM, -1L, Long::sum);
                }
            }
            Map<Long, Long> expected = new TreeMap<>(Map.of(0L, 0L));
            long length = 0;
            for (Map.Entry<Long, Long> each : changes.entrySet()) {
                if (each.getValue() != 0
                        && each.getKey() + FROM < recording.interval().to()) {
                    length += each.getValue();
                    expected.put(each.getKey(), length);
                }
            }
            assertThat(counter(trace, "CPU %d: waiting tasks".formatted(cpu))).isEqualTo(expected);
        }
    }

    @Test
    void manyEventsAreAllThere() throws Exception {
        Recording recording = Recordings.busy(8, 100, 100_000, 2);
        Map<String, Integer> expected = new TreeMap<>();
        recording.forEach(event -> expected.merge(event.getClass().getSimpleName(), 1, Integer::sum));
        DecodedTrace trace = decoded(recording);
        assertThat(Map.of(
                        "Switch", trace.events("sched_switch").size(),
                        "Waking", trace.events("sched_waking").size(),
                        "Wakeup", trace.events("sched_wakeup").size(),
                        "Migrated", trace.events("sched_migrate_task").size()))
                .isEqualTo(expected);
    }

    @Test
    void equalRecordingsGiveEqualBytes(@TempDir Path folder) throws Exception {
        Path file = PerfettoTrace.write(Recordings.busy(4, 20, 5_000, 3), folder.resolve("a.pftrace"));
        assertThat(file).hasBinaryContent(bytes(Recordings.busy(4, 20, 5_000, 3)));
        assertThat(folder).isDirectoryContaining(each -> each.equals(file));
        assertThat(folder.toFile().list()).containsExactly("a.pftrace");
    }

    @Test
    void aFileThatCannotBeWrittenIsToldWithTheReason(@TempDir Path folder) {
        assertThatThrownBy(() -> PerfettoTrace.write(EVERY_KIND, folder.resolve("nowhere/a.pftrace")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the Perfetto trace cannot be written to")
                .hasMessageContaining("there is no");
        assertThatThrownBy(() -> PerfettoTrace.write(EVERY_KIND, folder))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("that is a folder");
    }

    private static DecodedTrace decoded(Recording recording) throws Exception {
        return DecodedTrace.of(bytes(recording));
    }

    private static byte[] bytes(Recording recording) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PerfettoTrace.write(recording, bytes);
        return bytes.toByteArray();
    }
}
