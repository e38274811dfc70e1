package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.symbols.SymbolTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.schedlab.lab.cold.ColdOps.natural;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.readCold;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u64;

/// What is seen from outside against what the guest's kernel says of itself.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class OracleIT {
    private static final long TICK_NANOS = 4_000_000;
    private static final long INITIAL_JIFFIES = -300 * 250 & 0xffff_ffffL;

    private final Path kernel;
    private VmSession vm;

    OracleIT(Path kernel) {
        this.kernel = kernel;
    }

    static List<Path> kernels() {
        return TestKernels.two();
    }

    @BeforeEach
    void boot() {
        vm = VmSession.boot(BootOptions.defaults().withKernel(kernel));
    }

    @AfterEach
    void end() {
        vm.close();
    }

    @Test
    void everySymbolIsAsInTheGuestsKallsyms() {
        List<String> expected = text("/proc/kallsyms")
                .lines()
                .filter(line -> !line.contains("\t["))
                .toList();
        SymbolTable symbols = vm.image().symbols();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < symbols.size(); i++) {
            Symbol symbol = symbols.get(i);
            found.add("%016x %c %s".formatted(symbol.address(), symbol.kind(), symbol.name()));
        }
        assertThat(found).hasSizeGreaterThan(100_000).isEqualTo(expected);
    }

    @Test
    void everyTaskIsAsInProc() {
        vm.spawn(new WorkerCount(3).sleeping().named("nap"));
        vm.run(Duration.ofMillis(100));
        List<TaskView> tasks = vm.tasks();
        assertThat(tasks).hasSizeGreaterThan(40);
        assertThat(tasks).extracting(TaskView::comm).contains("nap-0", "nap-1", "nap-2", "kthreadd");
        for (TaskView seen : tasks) {
            String stat = text("/proc/%d/stat".formatted(seen.pid()));
            assertThat(stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')))
                    .as("the name of pid %d, which /proc may lengthen for kernel workers", seen.pid())
                    .startsWith(seen.comm());
            String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            assertThat(Long.parseLong(field[22 - 3]))
                    .as("start time of %s", seen)
                    .isEqualTo(seen.startTimeTicks());
            assertThat(SchedulerPolicyNames.of(Integer.parseInt(field[41 - 3])))
                    .as("policy of %s", seen)
                    .isEqualTo(seen.policy());
        }
    }

    @Test
    void fieldsOfASleeperAreAsInProcPidSched() {
        Worker sleeper = vm.spawn(new WorkerCount(1).sleeping().nice(5)).get(0);
        vm.run(Duration.ofMillis(50));
        List<Reply> replies = vm.apply(List.of(
                        observe("switches", task(sleeper, "nvcsw"), natural()),
                        observe("prio", task(sleeper, "prio"), natural()),
                        observe("policy", task(sleeper, "policy"), natural()),
                        observe("exec", task(sleeper, "se.sum_exec_runtime"), u64())))
                .orThrow()
                .replies();
        Map<String, String> said = text("/proc/%d/sched".formatted(sleeper.pid()))
                .lines()
                .filter(line -> line.contains(" : "))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')).strip(),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (first, second) -> first));
        assertThat(replies.get(0).afterText()).isEqualTo(said.get("nr_voluntary_switches"));
        assertThat(replies.get(1).afterText()).isEqualTo(said.get("prio")).isEqualTo("125");
        assertThat(replies.get(2).number()).isEqualTo(Long.parseLong(said.getOrDefault("policy", "nothing")));
        assertThat(replies.get(2).afterText()).isEqualTo("SCHED_NORMAL");
        String millis = said.getOrDefault("se.sum_exec_runtime", "nothing");
        assertThat(replies.get(3).number()).isEqualTo(Long.parseLong(millis.replace(".", "")));
    }

    @Test
    void nrRunningIsWhatWasSpawned() {
        Workers spinners = vm.spawn(new WorkerCount(3).spinning().withCpus(1));
        vm.run(Duration.ofMillis(100));
        Reply reply = vm.apply(List.of(readCold("running", perCpu("runqueues", "nr_running", 1), natural())))
                .orThrow()
                .reply("running");
        assertThat(reply.after()).isEqualTo(3L);
        spinners.stop();
        vm.run(Duration.ofMillis(10));
        Reply none = vm.apply(List.of(readCold("running", perCpu("runqueues", "nr_running", 1), natural())))
                .orThrow()
                .reply("running");
        assertThat(none.after()).isEqualTo(0L);
    }

    @Test
    void jiffiesTellGuestTime() {
        // Idle CPUs count no ticks: jiffies stand still while all of them are.
        vm.spawn(new WorkerCount(1).spinning());
        vm.run(Duration.ofMillis(20));
        Reply first = jiffies();
        vm.run(Duration.ofMillis(400));
        Reply second = jiffies();
        long ticks = second.number() - first.number();
        assertThat(ticks * TICK_NANOS).isCloseTo(second.guestTimeNanos() - first.guestTimeNanos(), within(TICK_NANOS));
        assertThat((second.number() - INITIAL_JIFFIES) * TICK_NANOS)
                .as("ticks since the timer was set up, which is a little after the clock")
                .isBetween(second.guestTimeNanos() - 500_000_000, second.guestTimeNanos());
    }

    private Reply jiffies() {
        return vm.apply(List.of(readCold("jiffies", symbol("jiffies_64"), u64())))
                .orThrow()
                .reply("jiffies");
    }

    private String text(String path) {
        return new String(vm.readFile(path), StandardCharsets.UTF_8);
    }
}
