package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.KnobChange;
import org.schedlab.lab.schedulers.SchedulerEvent;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.freeze.BatchResult;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.number;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.u64;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// Schedulers of a session on each kernel: their knobs, their maps, how they end, and what is
/// remembered of it.
@ParameterizedClass
@MethodSource("kernels")
@Tag("machine")
class SessionSchedulersIT {
    private final VmSession vm;
    private final List<ExitReport> told = new ArrayList<>();

    SessionSchedulersIT(Path kernel) {
        vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l1c1t").withKernel(kernel));
        vm.schedulers().onEnd(told::add);
    }

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void knobsAreSetBeforeAndReadAndWrittenLaterWhileNothingMoves() {
        vm.attach(Schedulers.fails().with("slice_ns", 4_000_000).with("victim", -7));
        vm.spawn(new WorkerCount(2).spinning());
        vm.run(Duration.ofMillis(50));
        long time = vm.instant().guestTimeNanos();
        String hash = vm.stateHash();

        assertThat(knob("slice_ns")).isEqualTo("u64 slice_ns = 4000000");
        assertThat(knob("victim")).isEqualTo("s32 victim = -7");
        assertThat(knob("mode")).isEqualTo("enum failure mode = NONE");
        assertThat(knob("timeout_ms")).isEqualTo("u32 timeout_ms = 2000");
        Table table = vm.schedulers().knobs();
        assertThat(table.columnNames()).containsExactly("name", "type", "kind", "value", "writable");
        assertThat(table.stringColumn("name").asList())
                .contains("mode", "slice_ns")
                .doesNotContain("schedlab_exit");
        assertThat(vm.stateHash()).isEqualTo(hash);

        KnobChange change = vm.schedulers().setKnobs(Map.of("slow_ns", 5, "mode", "SLOW"));
        assertThat(change.result().reply("mode").beforeText()).isEqualTo("NONE");
        assertThat(change.result().reply("slow_ns").beforeText()).isEqualTo("200000");
        assertThat(knob("mode")).isEqualTo("enum failure mode = SLOW");
        assertThat(vm.schedulers().knob("slow_ns").number()).isEqualTo(5);
        assertThat(vm.stateHash()).isNotEqualTo(hash);
        assertThat(vm.instant().guestTimeNanos()).isEqualTo(time);

        long failures = vm.schedulers().knob("failures").number();
        vm.run(Duration.ofMillis(100));
        assertThat(vm.schedulers().knob("failures").number()).isGreaterThan(failures);
    }

    private String knob(String path) {
        return vm.schedulers().knob(path).toString();
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndNothingIsChanged() {
        assertThatThrownBy(() -> vm.schedulers().knob("mode"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no scheduler of this session is in charge");
        vm.attach(Schedulers.fails());
        String hash = vm.stateHash();

        assertThatExceptionOfType(UnknownNameException.class)
                .isThrownBy(() -> vm.schedulers().setKnobs(Map.of("mod", 1)))
                .withMessageContaining("nearest names: mode")
                .withMessageContaining("enum failure mode = NONE");
        assertThatThrownBy(() -> vm.schedulers().setKnobs(Map.of("slice_ns", 1)))
                .hasMessageStartingWith("the knob slice_ns of fails cannot be written any more")
                .hasMessageContaining("%scheduler fails slice_ns=…");
        assertThatThrownBy(() -> vm.schedulers().setKnobs(Map.of("timeout_ms", 1)))
                .hasMessageContaining("cannot be written any more");
        assertThatThrownBy(() -> vm.schedulers().setKnobs(Map.of("victim", 1L << 31)))
                .hasMessageContaining("-2147483648 to 2147483647");
        assertThatThrownBy(() -> vm.schedulers().setKnobs(Map.of("mode", "BROKEN")))
                .hasMessageContaining("available: NONE, STALL, ERROR_EXIT");
        BatchResult undone = vm.apply(List.of(
                writeCold(vm.schedulers().knobField("slow_ns"), u64(1)),
                writeCold(vm.schedulers().knobField("slice_ns"), u64(1))));
        assertThat(undone.success()).isFalse();
        assertThat(undone.reason()).contains("slice_ns cannot be written", "1 earlier writes were undone");
        assertThat(vm.apply(List.of(writeCold(vm.schedulers().knobField("slow_ns"), u32(1))))
                        .reason())
                .contains("slow_ns is not u32()");
        assertThat(vm.stateHash()).isEqualTo(hash);
        assertThat(vm.apply(List.of(writeCold("k", vm.schedulers().knobField("mode"), number(0))))
                        .success())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "STALL,         SCX_EXIT_ERROR_STALL, 1026, 0, runnable task stall,          failed to run for",
        "ERROR_EXIT,    SCX_EXIT_ERROR_BPF,   1025, 0, scx_bpf_error,                asked to fail when",
        "MISSING_QUEUE, SCX_EXIT_ERROR,       1024, 0, runtime error,                non-existent DSQ 0x1092",
        "ORDERLY_EXIT,  SCX_EXIT_UNREG_BPF,     65, 1, unregistered from BPF,        asked to end when"
    })
    void aSchedulerThatEndsByItselfIsTold(
            String mode, String kindName, long kind, long code, String reason, String message) {
        vm.attach(Schedulers.fails());
        vm.spawn(new WorkerCount(2).sleeping(Duration.ofMillis(10)));
        vm.run(Duration.ofMillis(50));
        long before = vm.instant().guestTimeNanos();
        vm.schedulers().setKnobs(Map.of("mode", mode));

        for (int i = 0; i < 50 && told.isEmpty(); i++) {
            vm.run(Duration.ofMillis(100));
        }

        assertThat(told).hasSize(1);
        ExitReport report = vm.schedulers().exitReport();
        assertThat(report).isEqualTo(told.getFirst());
        assertThat(report.kindName()).isEqualTo(kindName);
        assertThat(report.exit().kind()).isEqualTo(kind);
        assertThat(report.exit().code()).isEqualTo(code);
        assertThat(report.exit().reason()).isEqualTo(reason);
        assertThat(report.exit().message()).contains(message);
        assertThat(report.atNanos())
                .isBetween(before, before + Duration.ofSeconds(4).toNanos());
        assertThat(report.line()).startsWith("scheduler fails ended at ").contains(reason);
        if (report.exit().failed()) {
            assertThat(report.dump()).contains("CPU states");
            assertThat(report.sections())
                    .extracting(ExitReport.Section::heading)
                    .contains("CPU states");
            assertThat(report.toString()).contains("nr_run=", "  verdict:   ");
            assertThat(report.backtrace()).isNotEmpty();
        }
        assertThat(vm.schedulers().history().events().getLast().what()).isEqualTo(SchedulerEvent.What.ENDED);
        assertThatThrownBy(() -> vm.schedulers().knobs()).hasMessageContaining(reason);
        vm.run(Duration.ofMillis(10));
        assertThat(told).hasSize(1);
        assertThat(vm.schedulers().restart().opsName()).isEqualTo("fails");
        assertThat(vm.attach(Schedulers.vtime()).opsName()).isEqualTo("vtime");
    }

    @Test
    void eachChangeLeavesARowAndARewindTakesItAway() {
        vm.attach(Schedulers.fifo().with("slice_ns", "5_000_000"));
        vm.checkpoint("fifo");
        vm.attach(Schedulers.fails());
        vm.schedulers().restart();
        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> vm.attach(Schedulers.rejected()))
                .withMessageContaining("line 22: R0 invalid mem access 'map_value_or_null'")
                .withMessageContaining("fails is in charge");
        vm.detach();

        Table table = vm.schedulers().history().table();
        assertThat(table.stringColumn("what").asList())
                .containsExactly("attach", "replaced", "replace", "replaced", "restart", "refused", "detach");
        assertThat(table.stringColumn("scheduler").asList())
                .containsExactly("fifo", "fifo", "fails", "fails", "fails", "rejected", "fails");
        assertThat(table.stringColumn("knobs").get(0)).isEqualTo("slice_ns=5_000_000");
        assertThat(table.stringColumn("exit kind").asList())
                .containsExactly("", "SCX_EXIT_UNREG", "", "SCX_EXIT_UNREG", "", "", "SCX_EXIT_UNREG");
        assertThat(table.longColumn("verified instructions").get(0)).isBetween(50L, 5000L);
        assertThat(table.longColumn("load [µs]").get(0)).isBetween(1_000L, 1_500_000L);

        vm.rewind("fifo");

        assertThat(vm.schedulers().history().table().stringColumn("what").asList())
                .containsExactly("attach");
        assertThat(knob("slice_ns")).isEqualTo("u64 slice_ns = 5000000");
        assertThat(vm.schedulers().restart().opsName()).isEqualTo("fifo");
        assertThat(knob("slice_ns")).isEqualTo("u64 slice_ns = 5000000");
    }

    @Test
    void mapsAreTables() {
        vm.attach(Schedulers.vtime());
        assertThat(vm.schedulers().maps().toString()).contains("cgroup_weights");
        Table weights = vm.schedulers().map("cgroup_weights");
        assertThat(weights.columnNames()).containsExactly("key", "value");
        assertThat(weights.longColumn("value").asList()).containsOnly(100L);
        assertThatExceptionOfType(UnknownNameException.class)
                .isThrownBy(() -> vm.schedulers().map("cgroup_weight"))
                .withMessageContaining("nearest names: cgroup_weights");
    }

    @Test
    void mapsOfEachKindHaveARowForEachEntryAndCpu() {
        vm.attach(Schedulers.compile("keeper", """
                struct tally { u64 turns; u32 llc; };
                #define MAP(kind, name, value_type) \\
                    struct { __uint(type, kind); __uint(max_entries, 8); __type(key, u32); __type(value, value_type); } \\
                    name SEC(".maps")
                MAP(BPF_MAP_TYPE_LRU_HASH, recent, u64);
                MAP(BPF_MAP_TYPE_PERCPU_HASH, by_cpu, struct tally);
                MAP(BPF_MAP_TYPE_LRU_PERCPU_HASH, recent_by_cpu, u64);
                s32 BPF_STRUCT_OPS_SLEEPABLE(keeper_init) {
                    u32 key = 7;
                    u64 value = 70;
                    struct tally tally = {.turns = 3, .llc = 2};
                    bpf_map_update_elem(&recent, &key, &value, BPF_ANY);
                    bpf_map_update_elem(&by_cpu, &key, &tally, BPF_ANY);
                    bpf_map_update_elem(&recent_by_cpu, &key, &value, BPF_ANY);
                    return 0;
                }
                void BPF_STRUCT_OPS(keeper_enqueue, struct task_struct *p, u64 enq_flags) {
                    scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
                }
                SCX_OPS_DEFINE(keeper, .init = (void *)keeper_init, .enqueue = (void *)keeper_enqueue, .name = "keeper");
                """));

        assertThat(vm.schedulers().maps().stringColumn("type").asList())
                .containsExactlyInAnyOrder("lru_hash", "percpu_hash", "lru_percpu_hash");
        assertThat(vm.schedulers().map("recent").print()).containsPattern("7 +\\| +70");
        assertThat(vm.schedulers().map("recent_by_cpu").print()).containsPattern("7 +\\| +0 +\\| +70");
        Table byCpu = vm.schedulers().map("by_cpu");
        assertThat(byCpu.columnNames()).containsExactly("key", "cpu", "turns", "llc");
        assertThat(byCpu.rowCount()).isEqualTo(1);
        assertThat(byCpu.print()).containsPattern("7 +\\| +0 +\\| +3 +\\| +2");
    }

    @Test
    void sysRqEndsIt() {
        vm.attach(Schedulers.fifo());
        vm.machine().ask("SysRq", agent -> {
            agent.sysrq('S');
            return agent;
        });
        vm.run(Duration.ofMillis(50));

        assertThat(vm.schedulerState().enabled()).isFalse();
        assertThat(told).singleElement().satisfies(report -> {
            assertThat(report.kindName()).isEqualTo("SCX_EXIT_SYSRQ");
            assertThat(report.verdict()).contains("somebody ended it with SysRq S");
        });
    }
}
