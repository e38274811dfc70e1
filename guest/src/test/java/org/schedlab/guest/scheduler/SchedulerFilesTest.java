package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.MemberView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Sources in files of their own, with a small `vmlinux.h`, and what is made of their objects for a kernel.
class SchedulerFilesTest {
    private static final String TYPES = """
            typedef unsigned long long u64, __u64;
            typedef unsigned int u32, __u32, __be32, __wsum;
            typedef int s32, __s32;
            typedef unsigned short u16, __u16, __be16;
            typedef unsigned char u8, __u8;
            typedef long long __s64;
            typedef _Bool bool;
            enum which { SCX_SLICE_DFL = 20 };
            struct task_struct { int pid; };
            struct sched_ext_ops {
                void (*enqueue)(struct task_struct *p, u64 flags);
                s32 (*init)(void);
                OF_LATER
                u32 timeout_ms;
                char name[128];
            };
            """;

    private static final String SOURCE = """
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>
            #include "rates.h"
            char LICENSE[] SEC("license") = "GPL";
            const volatile u64 __SCX_SLICE_DFL;
            const volatile struct limits { u32 low, high; } limits;
            u64 seen;
            void insert___old(struct task_struct *p, u64 slice) __ksym __weak;
            void insert___v2(struct task_struct *p, u64 slice, u64 flags) __ksym __weak;
            SEC("struct_ops/mine_enqueue") void mine_enqueue(u64 *ctx) {
                int i;
                bpf_for(i, 0, RATE)
                    seen += i;
                if (bpf_ksym_exists(insert___v2))
                    insert___v2((void *)ctx[0], __SCX_SLICE_DFL, limits.low);
                else
                    insert___old((void *)ctx[0], __SCX_SLICE_DFL);
            }
            SEC("struct_ops.s/mine_init") s32 mine_init(u64 *ctx) { return 0; }
            SEC(".struct_ops.link") struct sched_ext_ops mine_ops = {
                .enqueue = (void *)mine_enqueue, .init = (void *)mine_init, .name = "mine",
            };
            """;

    @TempDir
    Path folder;

    @Test
    void aNumberOf64BitsForAMapIsMovedToWhereTheAgentFindsIt() throws IOException {
        SchedulerObject mine = compile(write("mine.bpf.c", SOURCE + """
                struct {
                    int (*type)[33];
                    int (*max_entries)[16];
                    enum { unique_1 = 1ull << 44 } map_extra;
                } pages SEC(".maps");
                struct {
                    int (*type)[2];
                    int (*max_entries)[1];
                    int *key;
                    int *value;
                } plain SEC(".maps");
                """));

        Btf types = Btf.of(MemorySegment.ofArray(new BpfElf(mine.objectFor(kernel())).contents(".BTF")));
        List<BtfType> all =
                IntStream.range(1, types.typeCount()).mapToObj(types::type).toList();

        assertThat(all)
                .anySatisfy(type -> assertThat(type)
                        .isInstanceOfSatisfying(
                                BtfType.Enumerated.class,
                                each -> assertThat(each.values())
                                        .containsExactly(new BtfType.EnumValue("schedlab_map_extra_pages", 1L << 44))));
        assertThat(all)
                .filteredOn(BtfType.Struct.class::isInstance)
                .noneSatisfy(type -> assertThat(((BtfType.Struct) type).members())
                        .extracting(BtfType.Member::name)
                        .contains("map_extra"));
    }

    @Test
    void anObjectOfANewerLibbpfIsFittedToAKernel() throws IOException {
        SchedulerObject mine = compile(write("mine.bpf.c", SOURCE));
        assertThat(mine.name()).isEqualTo("mine");
        assertThat(mine.warnings()).isEmpty();

        byte[] fitted = mine.objectFor(kernel());

        BpfElf elf = new BpfElf(fitted);
        assertThat(elf.contents(".struct_ops")).isNotEmpty();
        assertThat(elf.contents(".struct_ops.link")).isEmpty();
        assertThat(elf.contents("struct_ops/sleepable/mine_init")).isNotEmpty();
        assertThat(elf.undefined()).contains("insert___old", "insert").doesNotContain("insert___v2");
        Btf btf = Btf.of(MemorySegment.ofArray(elf.contents(".BTF")));
        assertThat(btf.members(btf.require("struct sched_ext_ops")))
                .extracting(MemberView::name)
                .containsExactly("enqueue", "init", "timeout_ms", "name");
        assertThat(btf.functions("insert")).hasSize(1);
        assertThat(sections(btf)).contains(".struct_ops").doesNotContain(".struct_ops.link");
        // the call of insert___old, which this kernel does not have, is none that the verifier lets pass
        byte[] code = elf.contents("struct_ops/mine_enqueue");
        assertThat(calls(code)).contains(2_002_000_000);
        KnobSet knobs = new KnobSet("mine", elf);
        assertThat(knobs.text(knobs.require("__SCX_SLICE_DFL"))).isEqualTo("20");
    }

    @Test
    void aMemberThatTheSchedulerSetsIsNotLeftOut() throws IOException {
        String text = SOURCE.replace(".name =", ".later = (void *)mine_init, .name =");

        byte[] fitted = compile(write("mine.bpf.c", text)).objectFor(kernel());

        Btf btf = Btf.of(MemorySegment.ofArray(new BpfElf(fitted).contents(".BTF")));
        assertThat(btf.members(btf.require("struct sched_ext_ops")))
                .extracting(MemberView::name)
                .contains("later");
    }

    @Test
    void structsAreSetByTheirMembers() throws IOException {
        SchedulerObject mine = compile(write("mine.bpf.c", SOURCE)).with("limits.high", 7);

        assertThat(mine.knobs().text(mine.knobs().require("limits"))).isEqualTo("{low=0, high=7}");
    }

    @Test
    void anErrorIsTheLineOfTheFileItIsIn() throws IOException {
        Path source = write("mine.bpf.c", SOURCE);
        Files.writeString(folder.resolve("rates.h"), "static int rate(void) { return rates; }\n");

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> compile(source))
                .withMessageContaining("rates.h line 1: use of undeclared identifier 'rates'")
                .withMessageContaining("static int rate(void) { return rates; }");
    }

    @Test
    void compiledOnesAreTakenAsTheyAre() throws IOException {
        Path object = folder.resolve("given.bpf.o");
        Files.write(object, Schedulers.fifo().object());

        SchedulerObject given = FilesCompiler.ofUser().compile(SchedulerFiles.of(object), folder);

        assertThat(given.name()).isEqualTo("given");
        assertThat(given.object()).isEqualTo(Schedulers.fifo().object());
    }

    @Test
    void aFileIsCalledByItsNameOrItsFoldersAndAFolderHoldsSources() throws IOException {
        Path main = folder.resolve("scx_mine/src/bpf/main.bpf.c");
        Files.createDirectories(main.resolveSibling(""));
        Files.writeString(main, SOURCE);

        assertThat(SchedulerFiles.of(main).name()).isEqualTo("scx_mine");
        assertThat(SchedulerFiles.of(main.getParent()).units()).containsExactly(main);
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> SchedulerFiles.of(folder.resolve("scx_mine")))
                .withMessageContaining("a folder without files *.bpf.c");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> SchedulerFiles.of(folder.resolve("absent.bpf.c")))
                .withMessageContaining("nothing at that path");
    }

    @Test
    void sourcesThatAreGoneWhenTheyAreCompiledAreNamed() throws IOException {
        Path source = write("mine.bpf.c", SOURCE);
        SchedulerFiles files = SchedulerFiles.of(source);
        Files.delete(source);

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> FilesCompiler.ofUser().compile(files, folder))
                .withMessageContaining("the sources of the scheduler mine cannot be read")
                .withMessageContaining("there is no %s any more".formatted(source));
    }

    @Test
    void aMissingToolIsToldInOneLine() throws IOException {
        Path source = write("mine.bpf.c", SOURCE.replace("u64 seen", "int __arena *place; u64 seen"));

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> new HostTool("clang-of-nobody", "compiling a scheduler", "apt install it")
                        .run(List.of("clang-of-nobody"), folder))
                .withMessage("""
                        compiling a scheduler needs clang-of-nobody, which is not on this host
                          try: apt install it""");
        assertThat(SchedulerFiles.of(source).withDefine("A=1").defines()).containsExactly("A=1");
    }

    private Path write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("rates.h"), "#define RATE 3\n");
        Files.writeString(
                folder.resolve("vmlinux.h"),
                TYPES.replace("OF_LATER", "void (*later)(void);") + "struct bpf_iter_num { u64 opaque[1]; };\n");
        return Files.writeString(folder.resolve(name), text);
    }

    private SchedulerObject compile(Path source) {
        return FilesCompiler.ofUser().compile(SchedulerFiles.of(source), folder);
    }

    /// Types of a kernel that knows `insert` with three arguments, and no `later`.
    private Btf kernel() throws IOException {
        Path source = Files.writeString(folder.resolve("kernel.c"), TYPES.replace("OF_LATER", "") + """
                void insert(struct task_struct *p, u64 slice, u64 flags) {}
                struct sched_ext_ops ops;
                enum which which;
                """);
        Path object = folder.resolve("kernel.o");
        List<String> command =
                List.of("clang-16", "-g", "-O1", "-target", "bpf", "-c", source.toString(), "-o", object.toString());
        assertThat(new HostTool("clang-16", "test", "").run(command, folder).output())
                .isEmpty();
        return Btf.of(MemorySegment.ofArray(new BpfElf(Files.readAllBytes(object)).contents(".BTF")));
    }

    private static List<String> sections(Btf btf) {
        return java.util.stream.IntStream.range(1, btf.typeCount())
                .mapToObj(btf::type)
                .filter(BtfType.DataSection.class::isInstance)
                .map(BtfType::name)
                .toList();
    }

    private static List<Integer> calls(byte[] code) {
        var words = java.nio.ByteBuffer.wrap(code).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        return java.util.stream.IntStream.range(0, code.length / 8)
                .filter(at -> code[8 * at] == (byte) 0x85)
                .mapToObj(at -> words.getInt(8 * at + 4))
                .toList();
    }
}
