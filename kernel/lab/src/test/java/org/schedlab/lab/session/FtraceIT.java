package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// The flight recorder beside the kernel's own ftrace, in the same run: on each CPU the same events in the same
/// order.
@Tag("machine")
class FtraceIT {
    /// A whole second, which makes half a million of ftrace's lines, with `./schedlab test --long`.
    private static final Duration SPAN = Duration.ofMillis(Boolean.getBoolean("schedlab.long") ? 1000 : 300);

    private static final Pattern LINE =
            Pattern.compile("\\s*\\S.*-\\d+\\s+\\[(\\d+)\\]\\s+\\S+\\s+[\\d.]+: (\\w+): (.*)");
    private static final Pattern SWITCH =
            Pattern.compile(".*prev_pid=(\\d+) prev_prio=-?\\d+ prev_state=(\\S+) ==> .*next_pid=(\\d+) .*");
    private static final Pattern TARGET = Pattern.compile(".*pid=(\\d+) prio=-?\\d+ target_cpu=(\\d+).*");
    private static final Pattern MIGRATION =
            Pattern.compile(".*pid=(\\d+) prio=-?\\d+ orig_cpu=(\\d+) dest_cpu=(\\d+).*");
    private static final String ON = """
            cd /sys/kernel/tracing && echo 4096 > buffer_size_kb && echo > trace
            for e in sched_switch sched_waking sched_wakeup sched_wakeup_new sched_migrate_task
            do echo 1 > events/sched/$e/enable; done
            echo 1 > tracing_on
            """;
    private static final String OFF = "echo 0 > /sys/kernel/tracing/tracing_on";

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void eachCpusEventsAreFtraces(Path kernel) {
        try (VmSession vm =
                VmSession.boot(BootOptions.defaults().withKernel(kernel).withTopology("1n2l4c1t"))) {
            vm.attach(Schedulers.vtime());
            shell(vm, ON);
            vm.spawn(new WorkerCount(10).spinning());
            vm.spawn(new WorkerCount(4).pipeIo());
            vm.spawn(new WorkerCount(4).bursty(Duration.ofMillis(1), Duration.ofMillis(2)));
            vm.run(SPAN);
            shell(vm, OFF);
            Recording recording = vm.recording();
            String text = new String(vm.readFile("/sys/kernel/tracing/trace"), StandardCharsets.UTF_8);

            Map<Integer, List<String>> traced = traced(text);
            Map<Integer, List<String>> recorded = recorded(recording);
            assertThat(traced).as("CPUs of %s", text.lines().limit(20).toList()).hasSize(8);
            traced.forEach((cpu, events) -> {
                assertThat(events).as("CPU %d", cpu).hasSizeGreaterThan(50);
                assertThat(Collections.indexOfSubList(recorded.get(cpu), events))
                        .as("CPU %d: %s", cpu, firstDifference(events, recorded.get(cpu)))
                        .isNotNegative();
            });
        }
    }

    private static void shell(VmSession vm, String script) {
        RunningProgram shell = vm.start(Program.of(Path.of("/bin/sh"), "-c", script));
        ProgramState end = shell.await(Duration.ofSeconds(2));
        assertThat(end.words()).as("%s", shell.output().text()).isEqualTo("exited with status 0");
    }

    private static Map<Integer, List<String>> traced(String text) {
        Map<Integer, List<String>> events = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                events.computeIfAbsent(Integer.parseInt(parts.group(1)), _ -> new ArrayList<>())
                        .add(event(parts.group(2), parts.group(3)));
            }
        });
        return events;
    }

    private static String event(String name, String fields) {
        Pattern pattern = switch (name) {
            case "sched_switch" -> SWITCH;
            case "sched_migrate_task" -> MIGRATION;
            default -> TARGET;
        };
        Matcher found = pattern.matcher(fields);
        assertThat(found.matches()).as("%s: %s", name, fields).isTrue();
        StringBuilder text = new StringBuilder(name);
        for (int i = 1; i <= found.groupCount(); i++) {
            String field = found.group(i);
            // CPUs are written with three digits
            text.append(' ').append(field.matches("\\d+") ? Integer.toString(Integer.parseInt(field)) : field);
        }
        return text.toString();
    }

    private static Map<Integer, List<String>> recorded(Recording recording) {
        Map<Integer, List<String>> events = new TreeMap<>();
        recording.forEach(event -> {
            String text = switch (event) {
                case SchedEvent.Switch at ->
                    "sched_switch " + at.prev().pid() + " " + at.state().letter() + " "
                            + at.next().pid();
                case SchedEvent.Waking at -> "sched_waking " + at.task().pid() + " " + at.lastCpu();
                case SchedEvent.Wakeup at -> "sched_wakeup " + at.task().pid() + " " + at.targetCpu();
                case SchedEvent.WakeupNew at -> "sched_wakeup_new " + at.task().pid() + " " + at.targetCpu();
                case SchedEvent.Migrated at ->
                    "sched_migrate_task " + at.task().pid() + " " + at.from() + " " + at.to();
                default -> "";
            };
            if (!text.isEmpty()) {
                events.computeIfAbsent(event.cpu(), _ -> new ArrayList<>()).add(text);
            }
        });
        return events;
    }

    /// For whoever reads a failure: how far the two go together from where they first do for ten events.
    private static String firstDifference(List<String> traced, List<String> recorded) {
        int start = Collections.indexOfSubList(recorded, traced.subList(0, Math.min(10, traced.size())));
        if (start < 0) {
            return "ftrace begins with " + traced.subList(0, Math.min(10, traced.size()));
        }
        int at = 0;
        while (at < traced.size()
                && start + at < recorded.size()
                && traced.get(at).equals(recorded.get(start + at))) {
            at++;
        }
        return "equal for " + at + " of " + traced.size() + ", then ftrace "
                + traced.subList(at, Math.min(at + 5, traced.size())) + ", recorder "
                + recorded.subList(start + at, Math.min(start + at + 5, recorded.size()));
    }
}
