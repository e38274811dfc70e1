package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;

/// What tests of schedulers ask others: the kernel's files and its console. And the executable that
/// they put in charge, `src/test/c` of the module guest.
final class InCharge {
    static final Path EXECUTABLE = Path.of("../../guest/target/test-classes/org/schedlab/guest/program/third-party");
    private static final Pattern DISABLED =
            Pattern.compile("\\[ *(\\d+)\\.(\\d+)] sched_ext: BPF scheduler \"third_party\" disabled \\((.*)\\)");

    private final VmSession vm;

    InCharge(VmSession vm) {
        this.vm = vm;
    }

    static ExecutableScheduler thirdParty(String... arguments) {
        return Scheduler.path(EXECUTABLE, arguments).withPatience(Duration.ofSeconds(1));
    }

    /// A file below `/sys/kernel/sched_ext`.
    String kernelSays(String file) {
        return file("/sys/kernel/sched_ext/" + file);
    }

    String file(String path) {
        return new String(vm.readFile(path), StandardCharsets.UTF_8).strip();
    }

    void shell(String command) {
        vm.start(Program.of(Path.of("/bin/sh"), "-c", command)).await(Duration.ofSeconds(2));
    }

    /// What the console says of the last end of the third party's scheduler.
    ///
    /// @param micros when, by the guest's CLOCK_MONOTONIC
    record Line(long micros, String reason) {}

    /// How far the console's clock is ahead of CLOCK_MONOTONIC: the guest tells both, read together.
    private long aheadMicros() {
        String told = new String(vm.readFile("/sys/kernel/debug/sched/debug"), StandardCharsets.UTF_8);
        return clockMicros(told, "cpu_clk") - clockMicros(told, "ktime");
    }

    private static long clockMicros(String told, String clock) {
        Matcher millis =
                Pattern.compile("(?m)^" + clock + " +: (\\d+)\\.(\\d{3})").matcher(told);
        if (!millis.find()) {
            throw new AssertionError("the guest does not tell its " + clock);
        }
        return Long.parseLong(millis.group(1)) * 1000 + Long.parseLong(millis.group(2));
    }

    Line lastEndOnConsole() {
        List<String> console = vm.machine().aliveOrLost().machine().console().lastLines(1000);
        for (String line : console.reversed()) {
            Matcher matcher = DISABLED.matcher(line);
            if (matcher.matches()) {
                long micros = Long.parseLong(matcher.group(1)) * 1_000_000 + Long.parseLong(matcher.group(2));
                return new Line(micros - aheadMicros(), matcher.group(3));
            }
        }
        throw new AssertionError("no end on the console:\n" + String.join("\n", console));
    }
}
