package org.schedlab.lab.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.export.Recordings.ALICE;
import static org.schedlab.lab.export.Recordings.FROM;

class FtraceTextTest {
    @Test
    void everyEventIsALineInTheOrderOfTimes() throws Exception {
        assertThat(lines(Recordings.ofEveryKind())).containsExactly("""
                # tracer: nop
                #
                # recorded by schedlab: Linux 6.18.15+deb13-cloud-amd64, 2 CPUs, vtime; lost events: 3
                # not seen: no ticks
                #
                #           TASK-PID     CPU#  FLAGS  TIMESTAMP  FUNCTION
                       swapper/1-0       [001] .....     3.000000001: schedlab_dsq_remove: comm=bob pid=102 dsq=0x5 of_cpu=-1
                           alice-101     [000] .....     3.000001001: sched_waking: comm=bob pid=102 prio=98 target_cpu=001
                        schedlab-0       [000] .....     3.000001101: tracing_mark_write: CELL cell 3 second line
                           alice-101     [000] .....     3.000001101: sched_migrate_task: comm=bob pid=102 prio=98 orig_cpu=1 dest_cpu=0
                           alice-101     [000] .....     3.000001201: schedlab_dsq_insert: comm=bob pid=102 dsq=0x5 of_cpu=-1 slice=20000000 vtime=18446744073709551609 flags=0x1
                           alice-101     [000] .....     3.000001595: schedlab_op: op=enqueue comm=bob pid=102 begun=3000001151 instructions=222
                           alice-101     [000] .....     3.000001701: schedlab_enqueue: comm=bob pid=102 of_cpu=0 clock=9000 flags=0x9 allowed=0x0000000000000003
                           alice-101     [000] .....     3.000002001: sched_wakeup: comm=bob pid=102 prio=98 target_cpu=000
                           alice-101     [000] .....     3.000002101: schedlab_eevdf: step=placed comm=bob pid=102 vruntime=77 deadline=99 lag=-5 slice=3000000
                           alice-101     [000] .....     3.000003001: irq_handler_entry: irq=236 name=local_timer
                           alice-101     [000] ..h..     3.000004001: irq_handler_exit: irq=236 ret=handled
                           alice-101     [000] .....     3.000004901: schedlab_dsq_remove: comm=bob pid=102 dsq=0x5 of_cpu=-1
                           alice-101     [000] .....     3.000005001: schedlab_rq_clock: clock=10000 clock_task=9500
                           alice-101     [000] .....     3.000005001: sched_switch: prev_comm=alice prev_pid=101 prev_prio=120 prev_state=R+ ==> next_comm=bob next_pid=102 next_prio=98
                             bob-102     [000] .....     3.000006001: task_newtask: pid=103 comm=child clone_flags=0 oom_score_adj=0
                             bob-102     [000] .....     3.000006001: sched_process_fork: comm=bob pid=102 child_comm=child child_pid=103
                             bob-102     [000] .....     3.000006501: sched_wakeup_new: comm=child pid=103 prio=139 target_cpu=001
                             bob-102     [000] .....     3.000006601: schedlab_dsq_insert: comm=child pid=103 dsq=0xc000000000000001 of_cpu=1 slice=5 vtime=0 flags=0x0
                             bob-102     [000] .....     3.000007001: sched_process_exec: filename=/bin/bob pid=102 old_pid=102
                       swapper/1-0       [001] .....     3.000007901: schedlab_dsq_remove: comm=child pid=103 dsq=0x8000000000000002 of_cpu=1
                       swapper/1-0       [001] .....     3.000008001: cpu_idle: state=4294967295 cpu_id=1
                       swapper/1-0       [001] .....     3.000008001: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=child next_pid=103 next_prio=139
                             bob-102     [000] .....     3.000009001: schedlab_throttle: cgroup=/work of_cpu=0 throttled=1
                           child-103     [001] .....     3.000009101: schedlab_op: op=dispatch begun=3000009001 instructions=50
                           child-103     [001] .....     3.000010001: sched_process_exit: comm=child pid=103 prio=139
                           child-103     [001] .....     3.000010401: schedlab_dequeue: comm=child pid=103 clock=11000 flags=0x1
                           child-103     [001] .....     3.000010501: sched_switch: prev_comm=child prev_pid=103 prev_prio=139 prev_state=X ==> next_comm=swapper/1 next_pid=0 next_prio=120
                       swapper/1-0       [001] .....     3.000010501: cpu_idle: state=1 cpu_id=1
                             bob-102     [000] .....     3.000011001: schedlab_throttle: cgroup=/work of_cpu=0 throttled=0
                        schedlab-0       [000] .....     3.000900000: tracing_mark_write: NOTE the end
                             bob-102     [000] .....     3.300000001: sched_switch: prev_comm=bob prev_pid=102 prev_prio=98 prev_state=S ==> next_comm=alice next_pid=101 next_prio=120
                           alice-101     [000] .....     3.300000101: task_rename: pid=101 oldcomm=alice newcomm=alice-late oom_score_adj=0
                       swapper/1-0       [001] .....     3.300000201: sched_waking: comm=bob pid=102 prio=98 target_cpu=000
                       swapper/1-0       [001] .....     3.300000301: sched_wakeup: comm=bob pid=102 prio=98 target_cpu=001
                       swapper/1-0       [001] .....     3.300000401: cpu_idle: state=4294967295 cpu_id=1
                       swapper/1-0       [001] .....     3.300000401: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=bob next_pid=102 next_prio=98
                             bob-102     [001] .....     3.300000501: schedlab_sched_ext: change=bypass_begins scheduler=vtime
                """.lines().toArray(String[]::new));
    }

    @Test
    void namesAreThoseOfTheTime() throws Exception {
        List<SchedEvent> events = List.of(
                new SchedEvent.Exited(FROM, 0, ALICE),
                new SchedEvent.Renamed(FROM + 1, 0, ALICE, "first", "second"),
                new SchedEvent.Exited(FROM + 2, 0, ALICE),
                new SchedEvent.Renamed(FROM + 3, 0, ALICE, "second", "alice-late"),
                new SchedEvent.Exited(FROM + 4, 0, ALICE));
        Recording every = Recordings.ofEveryKind();
        assertThat(lines(new Recording(every.interval(), every.tasks(), every.start(), List.of(), events::forEach)))
                .filteredOn(line -> line.contains("exit"))
                .extracting(line -> line.substring(line.indexOf("comm=")))
                .containsExactly(
                        "comm=first pid=101 prio=120",
                        "comm=second pid=101 prio=120",
                        "comm=alice-late pid=101 prio=120");
    }

    @Test
    void aFileHoldsTheSame(@TempDir Path folder) throws Exception {
        Recording recording = Recordings.busy(4, 10, 1_000, 4);
        Path file = FtraceText.write(recording, folder.resolve("trace.txt"));
        assertThat(file).hasContent(String.join("\n", lines(recording)) + "\n");
    }

    private static List<String> lines(Recording recording) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FtraceText.write(recording, bytes);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
