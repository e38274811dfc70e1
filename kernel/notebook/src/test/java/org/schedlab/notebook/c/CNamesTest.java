package org.schedlab.notebook.c;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.scheduler.SchedulerCompiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class CNamesTest {
    private static final CNames NAMES = CNames.of("""
            /* The head of the text. */

            #define WAITING 0 /* the queue */
            /* Of a and b. */
            #define LARGER(a, b) \\
                ((a) > (b) ? (a) : (b))
            const volatile u64 slice_ns = 5000000; /* ns */
            struct turn {
                u64 now, since; /* when it began */
                struct task_struct *who[4];
                s32 (*choose)(struct task_struct *p);
                struct { u32 low; } inner;
                union { u32 either; u64 or; };
                u32 bit : 1;
            } first, *second;
            enum mode { FAST = 1, SLOW = 2 /* sleeps */ };
            typedef struct { u64 value; } box;
            struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __type(key, u64);
            } counts SEC(".maps");
            static struct turn *turn_on(s32 cpu) { u64 inside = 1; return &first; }
            s32 BPF_STRUCT_OPS(mine_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) { return 0; }
            s32 BPF_STRUCT_OPS_SLEEPABLE(mine_init) { return 0; }
            u64 scx_bpf_now(void) __ksym;
            SCX_OPS_DEFINE(mine_ops, .select_cpu = (void *)mine_select_cpu, .name = "mine");
            """);

    @Test
    void namesInTheirOrderThenMacros() {
        assertThat(NAMES.all())
                .extracting(Declared::name)
                .containsExactly(
                        "slice_ns",
                        "struct turn",
                        "first",
                        "second",
                        "FAST",
                        "SLOW",
                        "enum mode",
                        "box",
                        "counts",
                        "turn_on",
                        "mine_select_cpu",
                        "mine_init",
                        "scx_bpf_now",
                        "mine_ops",
                        "WAITING",
                        "LARGER");
    }

    @Test
    void whatTheyAre() {
        assertThat(NAMES.find("turn_on").orElseThrow())
                .extracting(Declared::kind, Declared::text, Declared::type)
                .containsExactly(
                        Declared.Kind.FUNCTION, "struct turn *turn_on(s32 cpu)", CType.named("struct turn", 1));
        assertThat(NAMES.find("mine_select_cpu").orElseThrow().text())
                .isEqualTo("s32 mine_select_cpu(struct task_struct *p, s32 prev_cpu, u64 wake_flags)");
        assertThat(NAMES.find("mine_init").orElseThrow().text()).isEqualTo("s32 mine_init(void)");
        assertThat(NAMES.find("mine_ops").orElseThrow().type()).isEqualTo(CType.named("struct sched_ext_ops", 0));
        assertThat(NAMES.find("second").orElseThrow().type()).isEqualTo(CType.named("struct turn", 1));
        assertThat(NAMES.find("LARGER").orElseThrow().text()).isEqualTo("#define LARGER(a, b) ((a) > (b) ? (a) : (b))");
        assertThat(NAMES.find("SLOW").orElseThrow().text()).isEqualTo("enum mode: SLOW = 2");
    }

    @Test
    void membersWithTheirTypes() {
        assertThat(NAMES.structs().get("struct turn"))
                .extracting(Declared::name, each -> each.type().pointers())
                .containsExactly(
                        tuple("now", 0),
                        tuple("since", 0),
                        tuple("who", 2),
                        tuple("choose", 0),
                        tuple("inner", 0),
                        tuple("either", 0),
                        tuple("or", 0),
                        tuple("bit", 0));
    }

    @Test
    void commentsBesideAndAbove() {
        assertThat(List.of("slice_ns", "WAITING", "LARGER", "SLOW"))
                .map(name -> NAMES.find(name).orElseThrow().comment())
                .containsExactly("ns", "the queue", "Of a and b.", "sleeps");
        assertThat(NAMES.structs().get("struct turn").get(1).comment()).isEqualTo("when it began");
        assertThat(NAMES.find("turn_on").orElseThrow().comment()).isEmpty();
    }

    @Test
    void theHeaderThatSchedulersSee() {
        CNames header = CNames.of(SchedulerCompiler.header());
        assertThat(header.find("scx_bpf_error").orElseThrow().text())
                .startsWith("#define scx_bpf_error(format, arguments...) SCHEDLAB_FORMATTED(");
        assertThat(header.find("SCX_KICK_IDLE").orElseThrow().comment()).isEqualTo("wake it if it is idle");
        assertThat(header.find("vtime_before").orElseThrow().text()).isEqualTo("bool vtime_before(u64 a, u64 b)");
        assertThat(header.structs().get("struct sched_ext_entity"))
                .extracting(Declared::name, Declared::comment)
                .contains(tuple("slice", "what is left of the time it may run, ns"));
    }

    @Test
    void whatIsNoCode() {
        assertThat(CSource.of("a /* b").open()).isTrue();
        assertThat(CSource.of("a // b").open()).isTrue();
        assertThat(CSource.of("a \"b").open()).isTrue();
        assertThat(CSource.of("#define b").open()).isTrue();
        String text = "a /* b */ \"c\\\"\" 'd'\n#if e \\\n f\n g # h";
        assertThat(CSource.of(text).code()).hasSameSizeAs(text);
        assertThat(CSource.of(text).code().lines().map(String::strip)).containsExactly("a", "", "", "g # h");
        assertThat(CSource.of("a /* b */ c").open()).isFalse();
    }
}
