package org.schedlab.guest.scheduler;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Knobs of an object that clang wrote, before it is attached.
class KnobsTest {
    private static final SchedulerObject KNOBBY = Schedulers.compile("knobby", """
            enum colour { RED = 3, GREEN = -1 };
            struct inner { u32 low : 4; u32 high : 28; };
            struct outer { u64 count; struct inner part; char name[8]; };
            const volatile u64 slice_ns = 20000000;
            const volatile bool greedy;
            volatile enum colour colour = RED;
            volatile s8 small = -5;
            struct outer stats[3];
            struct outer many[300];
            volatile u16 table[20] = {7, 8};
            static volatile s32 hidden_inside = 9;
            u64 zero;

            void BPF_STRUCT_OPS(knobby_enqueue, struct task_struct *p, u64 enq_flags) {
                scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, slice_ns + hidden_inside, enq_flags);
                stats[0].count++;
                many[0].count++;
                zero++;
            }
            SCX_OPS_DEFINE(knobby, .enqueue = (void *)knobby_enqueue, .timeout_ms = 5000, .name = "knobby");
            """);

    @Test
    void knobsAreListedWithTypeSectionAndValue() {
        KnobSet knobs = KNOBBY.knobs();

        assertThat(knobs.all())
                .extracting(knob -> "%s %s %s %s".formatted(knob.kind(), knob.type(), knob.name(), knobs.text(knob)))
                .containsExactly(
                        "VARIABLE enum colour colour RED",
                        "CONSTANT bool greedy false",
                        "VARIABLE s32 hidden_inside 9",
                        "VARIABLE struct outer[300] many "
                                + "[{count=0, part={low=0, high=0}, name=\"\"}, {count=0, part={low=0, high=0}, name=\"\"}, "
                                + "{count=0, part={low=0, high=0}, name=\"\"}, …]",
                        "CONSTANT u64 slice_ns 20000000",
                        "VARIABLE s8 small -5",
                        "VARIABLE struct outer[3] stats "
                                + "[{count=0, part={low=0, high=0}, name=\"\"}, {count=0, part={low=0, high=0}, name=\"\"}, "
                                + "{count=0, part={low=0, high=0}, name=\"\"}]",
                        "VARIABLE u16[20] table [7, 8, 0, 0, 0, 0, 0, 0, …]",
                        "VARIABLE u64 zero 0",
                        "OPS_MEMBER u32 timeout_ms 5000",
                        "OPS_MEMBER u64 flags 0",
                        "OPS_MEMBER u32 exit_dump_len 0");
    }

    @Test
    void whatIsSetStandsInTheObject() {
        SchedulerObject set = KNOBBY.with("slice_ns", 5_000_000)
                .with("greedy", true)
                .with("colour", "GREEN")
                .with("small", "-128")
                .with("stats[2].count", "0xffff_ffff_ffff_ffff")
                .with("stats[1].part.high", 77)
                .with("stats[1].part.low", 15)
                .with("stats[0].name", "abc")
                .with("table", List.of(1, 2, 3))
                .with("zero", 1)
                .with("timeout_ms", 1000);

        assertThat(text(set, "slice_ns")).isEqualTo("5000000");
        assertThat(text(set, "greedy")).isEqualTo("true");
        assertThat(text(set, "colour")).isEqualTo("GREEN");
        assertThat(text(set, "small")).isEqualTo("-128");
        assertThat(text(set, "stats[2].count")).isEqualTo("18446744073709551615");
        assertThat(text(set, "stats[1].part")).isEqualTo("{low=15, high=77}");
        assertThat(text(set, "stats[0]")).isEqualTo("{count=0, part={low=0, high=0}, name=\"abc\"}");
        assertThat(text(set, "table")).startsWith("[1, 2, 3, 0,");
        assertThat(text(set, "zero")).isEqualTo("1");
        assertThat(text(set, "timeout_ms")).isEqualTo("1000");
        assertThat(set.settings()).startsWith("slice_ns=5000000 greedy=true colour=GREEN");
        assertThat(KNOBBY.settings()).isEmpty();
        assertThat(text(KNOBBY, "slice_ns")).isEqualTo("20000000");
    }

    /// bpftool reads the section by itself: `greedy` stands at offset 8 of `.rodata`, after
    /// `slice_ns`.
    @Test
    void onlyTheBytesOfTheKnobChange() {
        byte[] before = KNOBBY.object();
        byte[] after = KNOBBY.with("slice_ns", 20_000_001).object();

        assertThat(after).hasSameSizeAs(before);
        int first = Arrays.mismatch(before, after);
        assertThat(after[first] - before[first]).isEqualTo(1);
        assertThat(Arrays.mismatch(
                        Arrays.copyOfRange(before, first + 1, before.length),
                        Arrays.copyOfRange(after, first + 1, after.length)))
                .isEqualTo(-1);
    }

    @Test
    void anUnknownKnobNamesTheNearestAndAll() {
        assertThatExceptionOfType(UnknownNameException.class)
                .isThrownBy(() -> KNOBBY.with("slice_n", 1))
                .withMessageStartingWith(
                        "the scheduler knobby has no knob 'slice_n'\n  available: nearest names: slice_ns")
                .withMessageContaining("\n    u64 slice_ns = 20000000\n")
                .withMessageContaining("\n    enum colour colour = RED\n");
        assertThatThrownBy(() -> KNOBBY.with("stats[3].count", 1)).hasMessageContaining("from 0 to 2");
        assertThatThrownBy(() -> KNOBBY.with("stats[0].cont", 1)).hasMessageContaining("nearest names: count");
        assertThatThrownBy(() -> KNOBBY.with("schedlab_exit.kind", 1)).hasMessageContaining("has no knob");
    }

    @Test
    void aValueThatDoesNotFitIsRefused() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> KNOBBY.with("small", 128))
                .withMessage("""
                        the knob small cannot be set to 128
                          found: its type is 's8'
                          available: -128 to 127
                          try: give one of these""");
        assertThatThrownBy(() -> KNOBBY.with("slice_ns", -1)).hasMessageContaining("0 to 18446744073709551615");
        assertThatThrownBy(() -> KNOBBY.with("greedy", "maybe")).hasMessageContaining("available: true, false");
        assertThatThrownBy(() -> KNOBBY.with("colour", "BLUE")).hasMessageContaining("available: RED, GREEN");
        assertThatThrownBy(() -> KNOBBY.with("stats[0].part.low", 16)).hasMessageContaining("0 to 15");
        assertThatThrownBy(() -> KNOBBY.with("stats", 1)).hasMessageContaining("set its elements: stats[0]=…");
        assertThatThrownBy(() -> KNOBBY.with("stats[0]", 1)).hasMessageContaining("set one of its members");
        assertThatThrownBy(() -> KNOBBY.with("stats[0].name", "12345678")).hasMessageContaining("7 bytes at most");
        assertThatThrownBy(() -> KNOBBY.with("table", java.util.Collections.nCopies(21, 0)))
                .hasMessageContaining("give 20 at most");
    }

    @Test
    void mapsHaveTypes() {
        KnobSet.MapTypes types = Schedulers.llc().knobs().mapTypes("taken").orElseThrow();

        assertThat(types.btf().cName(types.keyTypeId())).isEqualTo("u32");
        assertThat(types.btf().cName(types.valueTypeId())).isEqualTo("struct counts");
    }

    private static String text(SchedulerObject scheduler, String knob) {
        return scheduler.knobs().text(scheduler.knobs().require(knob));
    }
}
