package org.schedlab.lab.replay;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedTextTest {
    private static final SeenEvent.Who ALICE = new SeenEvent.Who(101, "alice b", 120);
    private static final SeenEvent.Who BOB = new SeenEvent.Who(102, "bob", 98);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "         alice b-101     [002] d..2.     3.000005: sched_switch: prev_comm=alice b prev_pid=101"
                        + " prev_prio=120 prev_state=S ==> next_comm=bob next_pid=102 next_prio=98",
                " alice b-101   [002]     3.000005000: sched_switch:         prev_comm=alice b prev_pid=101"
                        + " prev_prio=120 prev_state=S ==> next_comm=bob next_pid=102 next_prio=98",
                "alice b   101 [002]     3.000005: sched:sched_switch: prev_comm=alice b prev_pid=101"
                        + " prev_prio=120 prev_state=S ==> next_comm=bob next_pid=102 next_prio=98",
                "alice b   101/101 [002]     3.000005:       sched:sched_switch: alice b:101 [120] S ==> bob:102 [98]",
            })
    void aSwitchOfEachKindOfText(String line) {
        assertThat(SchedText.read(List.of("# tracer: nop", "cpus=4", line), "text"))
                .containsExactly(new SeenEvent.Switched(3_000_005_000L, 2, ALICE, false, BOB));
    }

    @Test
    void whoRunsWhenAnInterruptWakesIsNoWaker() {
        String leaves = "alice b-101 [000] d..2. 9.0: sched_switch: alice b:101 [120] R+ ==> bob:102 [98]";
        assertThat(SchedText.read(
                        List.of(
                                "x-7 [000] d.h2. 1.0: sched_waking: comm=bob pid=102 prio=98 target_cpu=000",
                                "x-7 [000] d..2. 2.0: sched_waking: comm=bob pid=102 prio=98 target_cpu=000",
                                "x-7 [000] d..2. 2.1: sched_wakeup: comm=bob pid=102 prio=98 target_cpu=000",
                                "x-7 [000] 3.0: irq_handler_entry: irq=236 name=local_timer",
                                "x-7 [000] 4.0: sched_waking: bob:102 [98] CPU:000",
                                "x-7 [000] 5.0: irq_handler_exit: irq=236 ret=handled",
                                "x-7 [000] 6.0: sched_waking: bob:102 [98] CPU:000",
                                leaves),
                        "text"))
                .filteredOn(SeenEvent.Woken.class::isInstance)
                .extracting(event -> ((SeenEvent.Woken) event).waker())
                .containsExactly(0, 7, 0, 7);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertThatThrownBy(() -> SchedText.read(List.of("nothing", "x-7 [0] 1.0: sched_stat_runtime: comm=x"), "f.txt"))
                .hasMessageContaining("f.txt cannot be replayed")
                .hasMessageContaining("2 lines, none of them a sched_switch");
        assertThatThrownBy(() -> SchedText.read(List.of("x-7 [000] d..2. 9.0: sched_switch: gone"), "f.txt"))
                .hasMessageContaining("line 1 of f.txt cannot be read");
    }

    @Test
    void theModelSaysWhoRanHowLongAndWhoWokeWhom() {
        List<String> lines = List.of(
                "<idle>-0 [000] d.h2. 1.000000: sched_waking: comm=a pid=1 prio=120 target_cpu=000",
                "<idle>-0 [000] d..2. 1.000010: sched_switch: swapper/0:0 [120] R ==> a:1 [120]",
                "a-1 [000] d..2. 1.000110: sched_waking: comm=b pid=2 prio=120 target_cpu=000",
                "a-1 [000] d..2. 1.000210: sched_switch: a:1 [120] S ==> b:2 [120]",
                "b-2 [000] d..2. 1.000510: sched_switch: b:2 [120] S ==> swapper/0:0 [120]",
                "<idle>-0 [000] d.h2. 1.002000: sched_waking: comm=a pid=1 prio=120 target_cpu=000",
                "<idle>-0 [000] d..2. 1.002010: sched_switch: swapper/0:0 [120] R ==> a:1 [120]",
                "a-1 [000] d..2. 1.002030: sched_switch: a:1 [120] R+ ==> k:9 [120]");
        Model model = Model.of(SchedText.read(lines, "text"), who -> !who.name().equals("k"));
        SeenTask a = model.tasks().getFirst();
        SeenTask b = model.tasks().getLast();
        assertThat(a.run).isEqualTo(220_000);
        assertThat(b.run).isEqualTo(300_000);
        assertThat(a.acts)
                .containsExactly(
                        new SeenTask.Act.Sleeps(0, 1_000_000_000L, 0),
                        new SeenTask.Act.Wakes(100_000, 2, 1_000_110_000L),
                        new SeenTask.Act.Sleeps(200_000, 1_002_000_000L, 0));
        assertThat(b.acts)
                .containsExactly(
                        new SeenTask.Act.Sleeps(0, 1_000_110_000L, 1), new SeenTask.Act.Sleeps(300_000, -1, 0));
        assertThat(a.latencies).containsExactly(10_000L, 10_000L);
        assertThat(model.order().get(0)).containsExactly(1, 2, 1);
    }

    @Test
    void twoOrdersHaveALongestSequenceInCommon() {
        assertThat(SwitchOrder.common(List.of(1, 2, 3, 1, 2), List.of(1, 3, 2, 1)))
                .isEqualTo(3);
        assertThat(SwitchOrder.percent(List.of(), List.of())).isEqualTo(100);
        assertThat(SwitchOrder.percent(List.of(1), List.of(2))).isZero();
        List<Integer> many = java.util.stream.IntStream.range(0, 1000)
                .map(i -> i % 7)
                .boxed()
                .toList();
        assertThat(SwitchOrder.common(many, many.subList(100, 900))).isEqualTo(800);
    }
}
