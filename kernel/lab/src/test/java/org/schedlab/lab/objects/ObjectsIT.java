package org.schedlab.lab.objects;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.memory.NullPointerHopException;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.observe;
import static org.schedlab.lab.cold.ColdOps.perCpu;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.task;
import static org.schedlab.lab.cold.ColdOps.u64;

/// Objects of a real kernel, against /proc and against cold reads.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class ObjectsIT {
    private static final String TASK = "struct task_struct";

    private final Path kernel;
    private VmSession vm;
    private Worker worker;

    ObjectsIT(Path kernel) {
        this.kernel = kernel;
    }

    static List<Path> kernels() {
        return TestKernels.farthest();
    }

    @BeforeEach
    void boot() {
        vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"));
        worker = vm.spawn(new WorkerCount(3).spinning()).list().getFirst();
        vm.run(Duration.ofMillis(20));
    }

    @AfterEach
    void end() {
        vm.close();
    }

    @Test
    void pathsPointersAndContainers() {
        GuestObject task = vm.object(worker);

        assertThat(task.at("comm").text()).isEqualTo("spin-0");
        assertThat(task.at("mm->owner").at("pid").number()).isEqualTo(worker.pid());
        assertThat(task.at("mm->owner").path()).isEqualTo("find_task(" + worker.pid() + ").mm->owner");
        assertThat(task.at("se").containerOf(TASK, "se").address()).isEqualTo(task.address());
        assertThat(task.at("sched_class").value()).endsWith("<fair_sched_class>");
        assertThat(task.at("mm").dereference().at("owner").at("comm").text()).isEqualTo("spin-0");
        GuestObject root = vm.object(symbol("cgrp_dfl_root"), "struct cgroup_root");
        assertThat(root.at("cgrp.self.parent").number()).isZero();
    }

    @Test
    void asManyTasksAsInProc() {
        GuestObjects processes = vm.object(symbol("init_task")).list("tasks", TASK, "tasks");

        Table table = processes.table("pid", "comm", "se.vruntime", "mm->owner", "cpus_ptr");
        assertThat(table.name()).startsWith("entries of init_task.tasks: " + processes.size() + ", at ");
        for (String path : List.of("/proc/1/comm", "/proc/2/comm", "/proc/" + worker.pid() + "/comm")) {
            String comm = new String(vm.readFile(path), StandardCharsets.UTF_8).strip();
            int row = table.longColumn("pid").asList().indexOf(Long.parseLong(path.split("/", -1)[2]));
            assertThat(table.stringColumn("comm").get(row)).isEqualTo(comm);
        }
        int kthreadd = table.longColumn("pid").asList().indexOf(2L);
        assertThat(table.stringColumn("mm->owner").isMissing(kthreadd)).isTrue();
        assertThat(table.stringColumn("cpus_ptr").get(kthreadd)).endsWith("CPUs {0,1}");
    }

    @Test
    void onEachCpuAndInArrays() {
        Table table = vm.objects(perCpu("runqueues", "")).table("cpu", "nr_running", "curr->comm");
        assertThat(table.longColumn("cpu").asList()).containsExactly(0L, 1L);

        GuestObject rq = vm.object(perCpu("runqueues", "", 1));
        assertThat(rq.at("cpu").number()).isEqualTo(1);
        assertThat(rq.at("rt.active.queue").elements().size()).isEqualTo(100);
        assertThat(rq.at("rt.active.queue[5].next").number())
                .isEqualTo(rq.at("rt.active.queue[5]").address());
        assertThat(vm.object(perCpu("runqueues", "nr_running", 1)).path())
                .isEqualTo("per_cpu(runqueues, 1).nr_running");
    }

    @Test
    void asAlignedC() {
        String c = vm.object(worker).c();

        List<String> lines = Arrays.asList(c.split("\n", -1));
        assertThat(lines.getFirst()).isEqualTo(TASK + " find_task(" + worker.pid() + ") = {");
        assertThat(c).containsPattern("\n {4}char\\[16\\] +comm += \"spin-0\",\n");
        assertThat(c)
                .containsPattern("\n {4}const struct sched_class \\* +sched_class += 0x[0-9a-f]+ <fair_sched_class>,");
        assertThat(c).containsPattern("\n {4}pid_t +pid += " + worker.pid() + ",\n");
        assertThat(c).containsPattern(" sched_reset_on_fork:1 += 0,");
        assertThat(lines.stream()
                        .filter(line -> line.matches(" {4}\\S.* = .*"))
                        .mapToInt(line -> line.indexOf(" = "))
                        .boxed()
                        .distinct())
                .as("one column of equal signs")
                .hasSizeLessThan(8);
        ObjectNode tree = vm.object(worker).tree();
        assertThat(tree.parts()).extracting(ObjectNode::name).contains("se", "scx", "mm");
        assertThat(vm.object(symbol("scx_enable_state_var"), "enum scx_enable_state")
                        .value())
                .isEqualTo("SCX_DISABLED ("
                        + vm.object(symbol("scx_enable_state_var"), "int").number() + ")");
    }

    @Test
    void readsWhatIsThereThen() {
        GuestObject ran = vm.object(worker).at("se.sum_exec_runtime");
        long before = ran.number();
        vm.run(Duration.ofMillis(50));

        assertThat(ran.number()).isGreaterThan(before);
        long cold = vm.apply(List.of(observe("ran", task(worker, "se.sum_exec_runtime"), u64())))
                .reply("ran")
                .number();
        assertThat(ran.number()).isEqualTo(cold);
        String state = vm.stateHash();
        assertThat(vm.object(worker).tree().parts()).isNotEmpty();
        assertThat(vm.stateHash()).isEqualTo(state);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> vm.object(symbol("init_tusk")))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("init_task");
        assertThatThrownBy(() -> vm.object(symbol("runqueues")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("is not one object: it is a per-CPU variable")
                .hasMessageContaining("objects(perCpu(\"runqueues\", \"\"))");
        GuestObject task = vm.object(worker);
        assertThatThrownBy(() -> task.at("com")).hasMessageContaining("comm");
        assertThatThrownBy(() -> task.at("comm").number()).hasMessageContaining("not a number");
        assertThatThrownBy(() -> vm.object(symbol("init_task")).at("mm->owner"))
                .isInstanceOf(NullPointerHopException.class);
        assertThatThrownBy(() -> task.at("se").containerOf(TASK, "rt")).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> task.list("se", TASK, "tasks")).isInstanceOf(LabException.class);
        assertThatThrownBy(() -> vm.object("struct rg", 0L)).isInstanceOf(UnknownNameException.class);
        assertThat(vm.object(TASK, 0x1000L).c()).contains("(cannot be read)");
    }
}
