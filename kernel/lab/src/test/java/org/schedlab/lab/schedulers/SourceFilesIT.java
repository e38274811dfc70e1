package org.schedlab.lab.schedulers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.WorkerCount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Sources as they lie on a host, written for a libbpf newer than the agent's, with `vmlinux.h` of the booted kernel.
@Tag("machine")
class SourceFilesIT {
    private static final String SOURCE = """
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>
            #include <bpf/bpf_tracing.h>
            #include "names.h"
            char LICENSE[] SEC("license") = "GPL";
            const volatile u64 __SCX_SLICE_DFL;
            const volatile u32 rounds = 2;
            u64 inserted, sum;
            s32 scx_bpf_create_dsq(u64 id, s32 node) __ksym;
            void scx_bpf_dsq_insert___mine(struct task_struct *p, u64 id, u64 slice, u64 flags) __ksym __weak;
            bool scx_bpf_dsq_insert___v2___mine(struct task_struct *p, u64 id, u64 slice, u64 flags) __ksym __weak;
            void scx_bpf_dispatch___old(struct task_struct *p, u64 id, u64 slice, u64 flags) __ksym __weak;
            bool scx_bpf_dsq_move_to_local(u64 id) __ksym __weak;
            bool scx_bpf_dsq_move_to_local___v2___mine(u64 id, u64 flags) __ksym __weak;
            SEC("struct_ops/files_enqueue") void BPF_PROG(files_enqueue, struct task_struct *p, u64 flags) {
                int i;
                bpf_for(i, 0, rounds)
                    sum += i;
                inserted++;
                if (bpf_ksym_exists(scx_bpf_dsq_insert___v2___mine))
                    scx_bpf_dsq_insert___v2___mine(p, QUEUE, __SCX_SLICE_DFL, flags);
                else if (bpf_ksym_exists(scx_bpf_dsq_insert___mine))
                    scx_bpf_dsq_insert___mine(p, QUEUE, __SCX_SLICE_DFL, flags);
                else
                    scx_bpf_dispatch___old(p, QUEUE, __SCX_SLICE_DFL, flags);
            }
            SEC("struct_ops/files_dispatch") void BPF_PROG(files_dispatch, s32 cpu, struct task_struct *prev) {
                if (bpf_ksym_exists(scx_bpf_dsq_move_to_local___v2___mine))
                    scx_bpf_dsq_move_to_local___v2___mine(QUEUE, 0);
                else
                    scx_bpf_dsq_move_to_local(QUEUE);
            }
            SEC("struct_ops.s/files_init") s32 BPF_PROG(files_init) { return scx_bpf_create_dsq(QUEUE, -1); }
            SEC(".struct_ops.link") struct sched_ext_ops files_ops = {
                .enqueue = (void *)files_enqueue, .dispatch = (void *)files_dispatch, .init = (void *)files_init,
                .timeout_ms = 5000, .name = OPS_NAME,
            };
            """;

    @TempDir
    Path folder;

    @Test
    void sourcesObjectsAndRejectionsAreAsThoseOfACell() throws IOException {
        Path source = Files.writeString(folder.resolve("files.bpf.c"), SOURCE);
        Path include = Files.createDirectories(folder.resolve("include"));
        Files.writeString(include.resolve("names.h"), "#define QUEUE 5\n");
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            var own = new OwnSchedulers();
            SchedulerFiles files =
                    SchedulerFiles.of(source).withInclude(include).withDefine("OPS_NAME=\"files\"");
            SchedulerObject object = own.compile(files, vm.image()).with("rounds", 3);
            assertThat(object.warnings()).isEmpty();
            assertThat(Schedulers.vtime().objectFor(vm.image().btf()))
                    .isEqualTo(Schedulers.vtime().object());

            assertThat(vm.attach(object).opsName()).isEqualTo("files");
            vm.spawn(new WorkerCount(4).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
            vm.run(Duration.ofMillis(50));

            long inserted = vm.schedulers().knob("inserted").number();
            assertThat(inserted).isGreaterThan(10);
            assertThat(vm.schedulers().knob("sum").number()).isEqualTo(3 * inserted); // 0 + 1 + 2
            assertThat(vm.schedulers().knob("timeout_ms").number()).isEqualTo(5000);
            assertThat(vm.schedulers().knob("__SCX_SLICE_DFL").number()).isEqualTo(20_000_000);

            Path compiled = Files.write(folder.resolve("again.bpf.o"), object.compiled());
            assertThat(vm.attach(own.compile(SchedulerFiles.of(compiled), vm.image()))
                            .opsName())
                    .isEqualTo("files");

            Files.writeString(source, SOURCE.replace("inserted++;", "inserted++; *(u64 *)flags = 1;"));
            assertThatExceptionOfType(SchedulerException.class)
                    .isThrownBy(() -> vm.attach(own.compile(files, vm.image())))
                    .withMessageContaining("the kernel's verifier rejects the scheduler files, in files_enqueue")
                    .withMessageContaining("line 19: ")
                    .withMessageContaining("files is in charge");
        }
    }
}
