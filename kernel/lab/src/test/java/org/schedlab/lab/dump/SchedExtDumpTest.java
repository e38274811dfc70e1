package org.schedlab.lab.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The dumps are those of real kernels, on which `fails` has let `spin-0` stall.
class SchedExtDumpTest {
    private static String dump(String kernel) throws IOException {
        try (InputStream file = SchedExtDumpTest.class.getResourceAsStream(kernel + ".txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.16", "6.18", "7.3"})
    void everyLineOfARealDumpIsUnderstood(String kernel) throws IOException {
        String text = dump(kernel);
        SchedExtDump dump = SchedExtDump.of(text);

        assertThat(dump.unknown()).isEmpty();
        assertThat(dump.truncated()).isFalse();
        assertThat(dump.kind()).isEqualTo(1026);
        assertThat(dump.kindName()).isEqualTo("SCX_EXIT_ERROR_STALL");
        assertThat(dump.reason()).isEqualTo("runnable task stall");
        assertThat(dump.message()).startsWith("spin-0[").contains("failed to run for");
        assertThat(dump.trigger()).startsWith("kworker/u8:1:3");
        assertThat(dump.backtrace().getLast()).startsWith("ret_from_fork_asm+0x");
        assertThat(dump.backtrace()).anyMatch(frame -> frame.startsWith("scx_watchdog_workfn+0x"));
        assertThat(dump.cpus()).extracting(DumpedCpu::cpu).containsExactlyInAnyOrder(0, 1);
        assertThat(dump.tasks()).filteredOn(DumpedTask::running).hasSize(2);
        assertThat(dump.tasks()).hasSize((int)
                text.lines().filter(line -> line.contains("scx_state/flags")).count());
        DumpedTask longest = dump.longestWaiting().orElseThrow();
        assertThat(longest.name()).isEqualTo("spin-0");
        assertThat(longest.runnableMillis()).isBetween(2000L, 3100L);
        assertThat(longest.queue()).isEqualTo("none: the scheduler has it");
        assertThat(longest.fields()).containsEntry("weight", "100").containsKey("ops_state/qseq");
        assertThat(dump.events())
                .hasSize((int)
                        text.lines().filter(line -> line.contains("SCX_EV_")).count())
                .containsKey("SCX_EV_BYPASS_ACTIVATE");
        assertThat(dump.table().columnNames()).contains("task", "runnable [ms]", "queue", "stack", "slice");
        assertThat(dump.cpuTable().columnNames()).contains("nr_run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[    5.563820] ",
                "[    5.563820][  T123] ",
                "[Sun Nov 29 12:00:00 2026] ",
                "<4>[    5.563820] ",
                "Nov 29 12:00:00 host kernel: ",
                "2026-11-29T12:00:00+0000 host kernel: ",
                "     kworker/u8:1-37      [001] d..1.     5.563820: sched_ext_dump: "
            })
    void whatALogPutsBeforeItMakesNoDifference(String prefix) throws IOException {
        String text = dump("7.3");
        String log = text.lines().map(line -> prefix + line).collect(Collectors.joining("\n"));

        assertThat(SchedExtDump.of(log)).isEqualTo(SchedExtDump.of(text));
        assertThat(SchedExtDump.of(log).scheduler()).isEqualTo("fails");
        assertThat(SchedExtDump.of(log).exitCpu()).hasValue(1);
    }

    @Test
    void linesThatNoKernelWritesAreTold() throws IOException {
        List<String> lines = new java.util.ArrayList<>(dump("6.18").lines().toList());
        int cpu = lines.indexOf("CPU states") + 4;
        lines.set(cpu - 1, lines.get(cpu - 1) + " colour=red");
        lines.add(cpu + 4, "nobody writes this");

        SchedExtDump dump = SchedExtDump.of(String.join("\n", lines));

        assertThat(dump.unknown())
                .extracting(SchedExtDump.UnknownLine::number, SchedExtDump.UnknownLine::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(cpu, lines.get(cpu - 1)),
                        org.assertj.core.groups.Tuple.tuple(cpu + 5, "nobody writes this"));
        assertThat(dump.table().name()).contains("2 lines were not understood");
    }

    @Test
    void theWordsOfASchedulerAreKept() {
        SchedExtDump dump = SchedExtDump.of("""
                DEBUG DUMP
                ================================================================================

                scx_own[12] triggered exit kind 1025:
                  scx_bpf_error (gave up (really))

                Backtrace:
                  bpf_prog_0123_own_enqueue+0x12/0x34

                own: 3 calls

                CPU states
                ----------

                CPU 0   : nr_run=1 flags=0x1 cpu_rel=0 ops_qseq=110 pnt_seq=218
                          curr=a b[c]:1[127] class=ext_sched_class

                  its CPU has 4 tokens

                 *R a b[c]:1[127] -24ms
                      scx_state/flags=3/0x5 dsq_flags=0x0 ops_state/qseq=0/0
                      sticky/holding_cpu=-1/-1 dsq_id=(n/a)
                      dsq_vtime=0 slice=28060 weight=100
                      cpus=3 no_mig=0

                    its task has 2 tokens


                ~~~~ TRUNCATED ~~~~
                ================================================================================

                EXIT: scx_bpf_error (gave up (really))
                """);

        assertThat(dump.unknown()).isEmpty();
        assertThat(dump.truncated()).isTrue();
        assertThat(dump.message()).isEqualTo("gave up (really)");
        assertThat(dump.backtrace()).containsExactly("bpf_prog_0123_own_enqueue+0x12/0x34");
        assertThat(dump.own()).containsExactly("own: 3 calls");
        assertThat(dump.cpus().getFirst().own()).containsExactly("its CPU has 4 tokens");
        assertThat(dump.tasks().getFirst().label()).isEqualTo("a b[c]:1:127");
        assertThat(dump.tasks().getFirst().own()).containsExactly("its task has 2 tokens");
    }

    @Test
    void whatIsNoDumpOrMoreThanOneIsRefused() throws IOException {
        String text = dump("6.16");

        assertThatThrownBy(() -> SchedExtDump.of("[    1.000000] sched_ext: BPF scheduler \"x\" enabled\n"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("none of its 1 lines begins one")
                .hasMessageContaining("triggered exit kind");
        assertThatThrownBy(() -> SchedExtDump.of(text + "\n" + text))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it holds 2");
    }
}
