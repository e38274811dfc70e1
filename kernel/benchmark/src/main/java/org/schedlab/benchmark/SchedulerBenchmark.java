package org.schedlab.benchmark;

import java.io.PrintStream;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;

/// Measures how long a scheduler takes from its C text to being in charge, first on a machine that
/// has none, then in the place of another. Each is compiled, verified and seen to dispatch.
final class SchedulerBenchmark {
    private static final int ROUNDS = 10;
    private static final int WARM_UP = 2;

    private final BootOptions options;
    private final PrintStream out;

    SchedulerBenchmark(BootOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() {
        try (VmSession vm = VmSession.boot(options)) {
            for (int i = 0; i < WARM_UP; i++) {
                attach(vm, i);
                vm.detach();
            }
            double[] fresh = new double[ROUNDS];
            double[] guest = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                Attachment attachment = attach(vm, i);
                fresh[i] = (System.nanoTime() - start) / 1e6;
                guest[i] = attachment.loadNanos() / 1e6;
                vm.detach();
            }
            attach(vm, 0);
            double[] replaced = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                attach(vm, i + 1);
                replaced[i] = (System.nanoTime() - start) / 1e6;
            }
            String release = vm.image().release();
            out.printf("Linux %s: C text to attached scheduler, ms: %s%n", release, Spread.of(fresh));
            out.printf("Linux %s: of that, guest time, ms: %s%n", release, Spread.of(guest));
            out.printf("Linux %s: C text to replaced scheduler, ms: %s%n", release, Spread.of(replaced));
        }
    }

    private static Attachment attach(VmSession vm, int number) {
        String name = "bench" + number;
        SchedulerObject scheduler = Schedulers.compile(name, """
                void BPF_STRUCT_OPS(%1$s_enqueue, struct task_struct *p, u64 enq_flags) {
                    scx_bpf_dsq_insert(p, 0, SCX_SLICE_DFL, enq_flags);
                }
                void BPF_STRUCT_OPS(%1$s_dispatch, s32 cpu, struct task_struct *prev) {
                    if (scx_bpf_dsq_move_to_local(0))
                        count_dispatch();
                }
                s32 BPF_STRUCT_OPS_SLEEPABLE(%1$s_init) {
                    return scx_bpf_create_dsq(0, -1);
                }
                SCX_OPS_DEFINE(%1$s, .enqueue = (void *)%1$s_enqueue, .dispatch = (void *)%1$s_dispatch,
                               .init = (void *)%1$s_init, .name = "%1$s");
                """.formatted(name));
        Attachment attachment = vm.attach(scheduler);
        if (!vm.schedulerState().opsName().equals(name) || attachment.verifiedInstructions() == 0) {
            throw new IllegalStateException("another scheduler is in charge: " + vm.schedulerState());
        }
        return attachment;
    }
}
