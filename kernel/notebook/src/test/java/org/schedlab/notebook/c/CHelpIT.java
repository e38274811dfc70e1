package org.schedlab.notebook.c;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.cells.Suggestions;
import org.schedlab.vm.Folders;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

/// C cells on the oldest, the default and the newest kernel. A `|` is the cursor.
@Tag("kernel")
class CHelpIT {
    private static final String CELL = """
            struct turn { u64 now; struct task_struct *who; };
            struct turn turns[4];
            static struct turn *turn_on(s32 cpu) { return &turns[cpu]; }
            static u64 counter; /* of turns */
            void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags) {
                struct cgroup *group = scx_bpf_task_cgroup(p);
                for (u32 i = 0; i < 4; i++) {
                    %s
                }
            }
            """;

    private final CHelp blind = new CHelp(Optional::empty);

    private static CHelp help(Path kernel) {
        KernelImage image = KernelImage.open(kernel, Folders.ofUser());
        return new CHelp(() -> Optional.of(image));
    }

    private static Suggestions completed(CHelp help, String text) {
        return help.complete(text.replace("|", ""), text.indexOf('|'));
    }

    private static List<String> texts(CHelp help, String text) {
        return completed(help, text).list().stream().map(Suggestion::text).toList();
    }

    private static List<String> inBody(CHelp help, String code) {
        return texts(help, CELL.formatted(code));
    }

    private static String explained(CHelp help, String text) {
        return help.inspect(text.replace("|", ""), text.indexOf('|')).orElse("");
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.testsupport.TestKernels#all")
    void functionsOfTheKernel(Path kernel) {
        CHelp help = help(kernel);
        boolean newest = kernel.toString().contains("/7.");
        assertThat(inBody(help, "scx_bpf_dsq_ins|"))
                .startsWith("scx_bpf_dsq_insert", "scx_bpf_dsq_insert_vtime")
                .hasSize(newest ? 3 : 2);
        assertThat(inBody(help, "scx_bpf_get_idle_cpum|")).startsWith("scx_bpf_get_idle_cpumask");
        assertThat(inBody(help, "bpf_cpumask_first_z|")).containsExactly("bpf_cpumask_first_zero");
        assertThat(inBody(help, "bpf_prog_free_def|"))
                .as("no program may call it")
                .isEmpty();
        assertThat(explained(help, CELL.formatted("scx_bpf_dsq_ins|ert(p, SCX_DSQ_LOCAL, 0, 0);")))
                .startsWith(
                        "void scx_bpf_dsq_insert(struct task_struct *p, u64 dsq_id, u64 slice,\n    u64 enq_flags);\n"
                                + "  a function of Linux ")
                .endsWith("\n  declared in schedlab/scx.bpf.h");
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.testsupport.TestKernels#all")
    void membersOfTheKernelsStructs(Path kernel) {
        CHelp help = help(kernel);
        assertThat(inBody(help, "p->scx.sl|")).startsWith("slice");
        assertThat(inBody(help, "p->scx.sl|")).hasSize(kernel.toString().contains("/7.") ? 2 : 1);
        assertThat(inBody(help, "p->|")).startsWith("pid", "tgid", "comm").contains("se", "on_rq");
        assertThat(inBody(help, "p.tgi|")).containsExactly("->tgid");
        assertThat(completed(help, CELL.formatted("p.tgi|")).start())
                .isEqualTo(CELL.formatted("p.tgi").indexOf(".tgi"));
        assertThat(inBody(help, "turn_on(3)->|")).containsExactly("now", "who");
        assertThat(inBody(help, "turns[i].who->scx.dsq_vt|")).containsExactly("dsq_vtime");
        assertThat(inBody(help, "((struct sched_entity *)x)->vrun|")).containsExactly("vruntime");
        assertThat(inBody(help, "(*p).scx.wei|")).containsExactly("weight");
        assertThat(inBody(help, "BPF_CORE_READ(group, kn, i|")).startsWith("id");
        String member = explained(help, CELL.formatted("p->scx.sli|ce = 0;"));
        assertThat(member).startsWith("u64 slice;\n  in struct sched_ext_entity: u64 at +");
        assertThat(member).contains("what is left of the time it may run, ns");
        assertThat(explained(help, CELL.formatted("p->on_r|q")))
                .containsPattern(
                        "struct task_struct___mine \\{ (int|u8) on_rq; } __attribute__\\(\\(preserve_access_index\\)\\);");
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.testsupport.TestKernels#all")
    void callbacks(Path kernel) {
        CHelp help = help(kernel);
        for (String head : List.of("SCX_OPS_DEFINE(mine, ", "struct sched_ext_ops mine = {\n    .name = \"mine\",\n")) {
            assertThat(texts(help, head + ".enq|")).containsExactly("enqueue");
            assertThat(texts(help, head + ".timeou|")).containsExactly("timeout_ms");
            assertThat(explained(help, head + ".sele|ct_cpu"))
                    .startsWith("s32 select_cpu(struct task_struct *p, s32 prev_cpu, u64 wake_flags);")
                    .contains(
                            "\n  s32 BPF_STRUCT_OPS(mine_select_cpu, struct task_struct *p, s32 prev_cpu,\n    u64 wake_flags) { … }");
        }
        assertThat(texts(help, CELL.formatted("") + "void BPF_STRUCT_OPS(|"))
                .contains("mine_running, struct task_struct *p", "mine_init");
        assertThat(texts(help, "s32 BPF_STRUCT_OPS(other_sel|"))
                .containsExactly("other_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags");
        assertThat(texts(help, "void BPF_STRUCT_OPS(mine_stopping, |) {"))
                .containsExactly("struct task_struct *p, bool runnable");
        assertThat(texts(help, "void BPF_STRUCT_OPS(mine_dispatch, |) {").getFirst())
                .endsWith("struct task_struct *prev");
    }

    @ParameterizedTest
    @MethodSource("org.schedlab.testsupport.TestKernels#all")
    void namesOfTheCellOfHeadersAndOfEnums(Path kernel) {
        CHelp help = help(kernel);
        assertThat(inBody(help, "|")).startsWith("i", "group", "enq_flags", "p", "turns", "turn_on");
        assertThat(inBody(help, "coun|")).startsWith("counter", "count_dispatch");
        assertThat(inBody(help, "SCX_DSQ_LOC|")).startsWith("SCX_DSQ_LOCAL", "SCX_DSQ_LOCAL_ON");
        assertThat(inBody(help, "SCX_ENQ_CPU_S|")).containsExactly("SCX_ENQ_CPU_SELECTED");
        assertThat(inBody(help, "struct task_str|")).startsWith("task_struct");
        assertThat(inBody(help, "bpf_map_lookup_e|")).containsExactly("bpf_map_lookup_elem");
        assertThat(explained(help, CELL.formatted("count|er++;")))
                .isEqualTo("u64 counter\n  a variable of this cell\n  of turns");
        assertThat(explained(help, CELL.formatted("SCX_KICK_PREEM|PT")))
                .startsWith("#define SCX_KICK_PREEMPT 2ULL\n  a macro, declared in schedlab/scx.bpf.h\n"
                        + "  and end the running task's slice\n  enum scx_kick_flags = 2 of Linux ");
        assertThat(explained(help, CELL.formatted("bpf_map_lookup|_elem(0, 0);")))
                .startsWith("void *bpf_map_lookup_elem(void *map, const void *key)\n")
                .contains("Perform a lookup in *map*");
        for (String nothing :
                List.of("/* scx_bpf_dsq_ins| */", "\"p->sc|\"", "no_such_name->|", "p->scx.slice.|", "3|")) {
            assertThat(inBody(help, nothing)).as(nothing).isEmpty();
        }
    }

    /// Of each member and function that the lessons use, the first half is enough.
    @ParameterizedTest
    @MethodSource("org.schedlab.testsupport.TestKernels#all")
    void whatTheLessonsSayIsSuggested(Path kernel) {
        CHelp help = help(kernel);
        for (String name : List.of("vtime", "llc", "fails")) {
            String text = Schedulers.named(name).source();
            String code = CSource.of(text).code();
            List<MatchResult> words = Pattern.compile("(?<=->|[)\\]\\w][.])[a-z_]\\w+|\\b(?:scx_bpf|SCX)_\\w+")
                    .matcher(code)
                    .results()
                    .toList();
            assertThat(words).hasSizeGreaterThan(20);
            for (MatchResult word : words) {
                int half = word.start() + (word.group().length() + 1) / 2;
                String cut = text.substring(0, half) + text.substring(word.end());
                assertThat(help.complete(cut, half).list())
                        .as("%s: %s", name, text.substring(word.start(), text.indexOf('\n', word.start())))
                        .extracting(Suggestion::text)
                        .contains(word.group());
            }
        }
    }

    @Test
    void withoutAKernelTheTextAndTheHeadersAreKnown() {
        assertThat(inBody(blind, "p->scx.sl|")).containsExactly("slice");
        assertThat(inBody(blind, "scx_bpf_dsq_ins|")).containsExactly("scx_bpf_dsq_insert", "scx_bpf_dsq_insert_vtime");
        assertThat(texts(blind, "SCX_OPS_DEFINE(mine, .enq|")).containsExactly("enqueue");
        assertThat(explained(blind, CELL.formatted("p->scx.sli|ce")))
                .isEqualTo("u64 slice;\n  in struct sched_ext_entity\n  what is left of the time it may run, ns\n"
                        + "  no kernel is at hand to ask: run %boot, or ./schedlab kernel fetch");
    }
}
