package org.schedlab.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.PerCpu;

import static org.assertj.core.api.Assertions.assertThat;

/// Objects of a real kernel, against what it says of them itself in /proc and /sys.
@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#allReleases")
@Tag("machine")
class KernelObjectsIT {
    private static final Duration VERY_LONG = Duration.ofHours(1);
    private static final String TASK = "struct task_struct";
    private static final int PIDTYPE_SID = 3;

    private final String release;
    private ColdGuest guest;
    private List<Worker> workers;

    KernelObjectsIT(String release) {
        this.release = release;
    }

    @BeforeEach
    void restore() {
        guest = new ColdGuest(release);
        workers = Stream.of(
                        guest.ask(agent -> agent.spawn(WorkerSpec.sleeping(3, VERY_LONG))),
                        guest.ask(agent ->
                                agent.spawn(WorkerSpec.sleeping(1, VERY_LONG).withCpus(1, 3))))
                .flatMap(List::stream)
                .toList();
        guest.run(Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private KernelObject initTask() {
        return KernelObject.global(guest.memory(), "init_task", TASK);
    }

    private KernelObject task(int pid) {
        return initTask().member("tasks").entries(TASK, "tasks").stream()
                .filter(each -> each.member("pid").number() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static long pid(KernelObject task) {
        return task.member("pid").number();
    }

    @Test
    void aListIsThatOfProc() {
        List<String> children = task(1).member("children").entries(TASK, "sibling").stream()
                .map(child -> Long.toString(pid(child)))
                .toList();

        assertThat(children).hasSizeGreaterThanOrEqualTo(workers.size());
        assertThat(children)
                .containsExactly(guest.file("/proc/1/task/1/children").strip().split(" ", -1));
    }

    @Test
    void aHashListIsThatOfProc() {
        List<Long> members = task(1)
                .member("signal->pids[3]->tasks[%d]".formatted(PIDTYPE_SID))
                .entries(TASK, "pid_links[%d]".formatted(PIDTYPE_SID))
                .stream()
                .map(KernelObjectsIT::pid)
                .toList();

        String session = guest.stat(1, 6);
        List<Long> expected = initTask().member("tasks").entries(TASK, "tasks").stream()
                .map(KernelObjectsIT::pid)
                .filter(pid -> guest.stat(pid.intValue(), 6).equals(session))
                .toList();
        assertThat(members).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
    }

    /// The timers of tasks that sleep for an hour, by CPU, as "from-to" in ns.
    @Test
    void aTreeIsThatOfProc() {
        List<List<String>> seen = new ArrayList<>();
        for (KernelObject bases : PerCpu.of(guest.memory(), "hrtimer_bases").onEachCpu()) {
            seen.add(bases
                    .member("clock_base[0].active.rb_root.rb_root")
                    .entries("struct hrtimer", "node.node.node|node.node")
                    .stream()
                    .map(timer -> "%d-%d"
                            .formatted(
                                    timer.member("_softexpires").number(),
                                    timer.member("node.expires").number()))
                    .filter(KernelObjectsIT::isLate)
                    .toList());
        }

        List<List<String>> told = new ArrayList<>();
        for (String cpu : guest.file("/proc/timer_list").split("(?m)^cpu: ", -1)) {
            Pattern timer = Pattern.compile("expires at (\\d+-\\d+) nsecs");
            int second = cpu.indexOf("clock 1:");
            if (second > 0) {
                told.add(timer.matcher(cpu.substring(0, second))
                        .results()
                        .map(found -> found.group(1))
                        .filter(KernelObjectsIT::isLate)
                        .toList());
            }
        }
        assertThat(seen).isEqualTo(told);
        assertThat(seen.stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(workers.size());
    }

    private static boolean isLate(String timer) {
        return Long.parseLong(timer.replaceFirst("-.*", "")) > VERY_LONG.toNanos() / 2;
    }

    @Test
    void textsArraysAndMasksAreThoseOfProc() {
        for (Worker worker : workers) {
            KernelObject task = task(worker.pid());
            String proc = "/proc/" + worker.pid();
            assertThat(task.member("comm").text())
                    .isEqualTo(guest.file(proc + "/comm").strip());
            assertThat(guest.file(proc + "/status"))
                    .contains("Cpus_allowed_list:\t" + (worker.equals(workers.getLast()) ? "1,3" : "0-3") + "\n");
            assertThat(task.member("cpus_ptr").cpus())
                    .hasToString(worker.equals(workers.getLast()) ? "{1, 3}" : "{0, 1, 2, 3}");
            KernelObject files =
                    task.member("signal").dereference().member("rlim").element(7);
            assertThat(guest.file(proc + "/limits"))
                    .containsPattern("Max open files\\s+%d\\s+%d "
                            .formatted(
                                    files.member("rlim_cur").number(),
                                    files.member("rlim_max").number()));
        }
    }

    @Test
    void whatEachCpuHasIsThatOfProc() {
        List<Long> seen = PerCpu.of(guest.memory(), "cpu_info").onEachCpu().stream()
                .map(cpu -> cpu.member("topo.initial_apicid").number())
                .toList();

        List<Long> told = Pattern.compile("initial apicid\\s*: (\\d+)")
                .matcher(guest.file("/proc/cpuinfo"))
                .results()
                .map((MatchResult found) -> Long.parseLong(found.group(1)))
                .toList();
        assertThat(seen).isEqualTo(told).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void anEnumIsThatOfSys() {
        KernelObject state = KernelObject.global(guest.memory(), "scx_enable_state_var", "enum scx_enable_state");

        assertThat(state.enumName()).contains("SCX_DISABLED");
        assertThat(guest.file("/sys/kernel/sched_ext/state")).isEqualTo("disabled\n");
    }

    @Test
    void aContainerIsTheTaskOfItsPid() {
        KernelObject leader = task(workers.getFirst().pid());
        KernelObject links = leader.member("thread_pid->tasks[0].first").dereference();

        assertThat(links.containerOf(TASK, "pid_links[0]").address()).isEqualTo(leader.address());
        assertThat(links.containerOf(TASK, "pid_links[0]").member("comm").text())
                .isEqualTo(guest.file("/proc/" + workers.getFirst().pid() + "/comm")
                        .strip());
    }
}
