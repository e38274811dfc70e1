package org.schedlab.lab.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.export.DecodedTrace.get;
import static org.schedlab.lab.export.DecodedTrace.message;

/// A recording of a real guest, written and read back.
@Tag("machine")
class RealRecordingIT {
    @TempDir
    private Path folder;

    @Test
    void everyEventIsInTheTraceAndTwoGuestsGiveTheSameBytes() throws Exception {
        Path first = folder.resolve("first.pftrace");
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            work(vm);
            Recording recording = vm.recording();
            PerfettoTrace.write(recording, first);
            Map<String, Integer> counts = new TreeMap<>();
            recording.forEach(event -> counts.merge(event.getClass().getSimpleName(), 1, Integer::sum));
            assertSame(counts, DecodedTrace.of(Files.readAllBytes(first)));
            assertDepthsAreNotBelowZero(first);
        }
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            work(vm);
            assertThat(PerfettoTrace.write(vm.recording(), folder.resolve("second.pftrace")))
                    .hasSameBinaryContentAs(first);
        }
    }

    @Test
    void traceCmdReportsTheSame() throws Exception {
        TraceCmd.assumeItIsHere();
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            work(vm);
            Recording recording = vm.recording();
            assertThat(TraceCmd.events(TraceCmd.report(recording, folder)))
                    .isEqualTo(TraceCmd.expected(recording, folder))
                    .hasSizeGreaterThan(5_000);
        }
    }

    private static void work(VmSession vm) {
        vm.attach(Schedulers.vtime());
        vm.spawn(new WorkerCount(6).spinning());
        vm.spawn(new WorkerCount(2).pipeIo());
        vm.run(Duration.ofMillis(500));
    }

    private static void assertSame(Map<String, Integer> counts, DecodedTrace trace) {
        Map<String, String> names = Map.of(
                SchedEvent.Switch.class.getSimpleName(), "sched_switch",
                SchedEvent.Waking.class.getSimpleName(), "sched_waking",
                SchedEvent.Wakeup.class.getSimpleName(), "sched_wakeup",
                SchedEvent.WakeupNew.class.getSimpleName(), "sched_wakeup_new",
                SchedEvent.Migrated.class.getSimpleName(), "sched_migrate_task",
                SchedEvent.Forked.class.getSimpleName(), "task_newtask",
                SchedEvent.Renamed.class.getSimpleName(), "task_rename",
                SchedEvent.Exited.class.getSimpleName(), "sched_process_exit",
                SchedEvent.InterruptEntered.class.getSimpleName(), "irq_handler_entry");
        names.forEach((kind, name) -> assertThat(trace.events(name)).as(name).hasSize(counts.getOrDefault(kind, 0)));
        assertThat(counts).containsKeys("Switch", "Waking", "Wakeup", "OpCalled", "DsqInserted");
        assertThat(trace.packets("track_event").stream()
                        .filter(each ->
                                get(message(each, "track_event"), "type").equals(PerfettoFields.SLICE_END)))
                .hasSize(counts.get("OpCalled"));
    }

    private static void assertDepthsAreNotBelowZero(Path file) throws Exception {
        List<Message> counters = DecodedTrace.of(Files.readAllBytes(file)).packets("track_event").stream()
                .map(each -> message(each, "track_event"))
                .filter(each -> DecodedTrace.has(each, "counter_value"))
                .toList();
        assertThat(counters).isNotEmpty().allMatch(each -> (long) get(each, "counter_value") >= 0);
    }
}
