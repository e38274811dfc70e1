package org.schedlab.guest.scheduler;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Pieces of logs as Linux 6.18 and 7.3 gave them.
class VerifierRejectionTest {
    private static final String HEAD = """
            libbpf: prog 'mine_enqueue': BPF program load failed: Permission denied
            -- BEGIN PROG LOAD LOG --
            Global function mine_enqueue() doesn't return scalar. Only those are supported.
            0: R1=ctx() R10=fp0
            """;
    private static final String TAIL = """
            processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            -- END PROG LOAD LOG --
            """;
    private static final String NULL_ACCESS = """
            func 'enqueue' arg0 has btf_id 114 type STRUCT 'task_struct'
            ;  @ x.bpf.c:0
            5: (07) r2 += -4                      ; R2=fp-4
            ; *(u64 *)bpf_map_lookup_elem(&counts, &key) += 1; @ x.bpf.c:7
            9: (79) r1 = *(u64 *)(r0 +0)
            R0 invalid mem access 'map_value_or_null'
            """;
    private static final SchedulerSource SOURCE = SchedulerSource.of("x", OwnSchedulers.NO_NULL_CHECK);

    @Test
    void theReasonIsWhatStandsAfterTheLastStep() {
        assertThat(VerifierRejection.find(HEAD + NULL_ACCESS + TAIL, SOURCE))
                .contains(rejection("R0 invalid mem access 'map_value_or_null'", 7));
    }

    @Test
    void anExplanationBelowItComesAlong() {
        String explained = """

                Verification failed: Register Type Safety: Invalid dereference

                Reason:
                  R0 may be NULL here (a nullable map value pointer). The program could dereference NULL on this
                  path.

                At:
                  mine_enqueue @ x.bpf.c:7:48

                Suggestion:
                  Add a NULL check before the access.

                """;

        assertThat(VerifierRejection.find(HEAD + NULL_ACCESS + explained + TAIL, SOURCE))
                .contains(rejection(
                        "R0 invalid mem access 'map_value_or_null'\nR0 may be NULL here (a nullable map value pointer)."
                                + " The program could dereference NULL on this path.\n"
                                + "Add a NULL check before the access.",
                        7));
    }

    @Test
    void statesBelowTheReasonAreLeftOut() {
        String loop = """
                0: (85) call bpf_ktime_get_ns#5
                ; for (;;) @ x.bpf.c:4
                infinite loop detected at insn 1
                cur state: R0=scalar() R10=fp0
                old state: R0=scalar() R10=fp0
                """;

        assertThat(VerifierRejection.find(HEAD + loop + TAIL, SOURCE))
                .contains(rejection("infinite loop detected at insn 1", 4));
    }

    @Test
    void aLineInAHeaderIsNotTheUsers() {
        String log = HEAD
                + NULL_ACCESS
                        .replace("5: (07)", "; count(); @ x.bpf.c:6\n5: (07)")
                        .replace("x.bpf.c:7", "scx.bpf.h:99");

        assertThat(VerifierRejection.find(log + TAIL, SOURCE).orElseThrow().line())
                .contains(6);
    }

    @Test
    void whenTheVerifierGivesUpTheFirstLoopIsTheLineToLookAt() {
        String text = OwnSchedulers.FIFO.replace("    scx_bpf_dsq", "    while (p->pid)\n        ;\n    scx_bpf_dsq");
        String log = HEAD + "BPF program is too large. Processed 1000001 insn\n" + TAIL;

        assertThat(VerifierRejection.find(log, new SchedulerSource("x", text, 2)))
                .contains(rejection(
                        "BPF program is too large. Processed 1000001 insn: a loop whose end the verifier cannot see?",
                        5));
    }

    @Test
    void withoutALogThereIsNoRejection() {
        assertThat(VerifierRejection.find("libbpf: elf: 'garbage' is not a proper ELF object", SOURCE))
                .isEmpty();
    }

    @Test
    void theMessageNamesLineReasonAndWhoIsInCharge() {
        var scheduler = new SchedulerObject(SOURCE, new byte[0], List.of());

        assertThat(SchedulerSwitch.explained(scheduler, HEAD + NULL_ACCESS + TAIL, "vtime is in charge", List.of()))
                .hasMessage("""
                        the kernel's verifier rejects the scheduler x, in mine_enqueue
                          found: line 7: R0 invalid mem access 'map_value_or_null'
                              *(u64 *)bpf_map_lookup_elem(&counts, &key) += 1;
                          try: fix line 7 and run it again; vtime is in charge""");
    }

    @Test
    void functionsThatTheKernelCannotOfferAreNamedInsteadOfLibbpfsWords() {
        String said = "the kernel cannot load the scheduler: Invalid argument\nlibbpf: extern (func ksym)"
                + " 'scx_bpf_kick_cpu': func_proto [31] incompatible with vmlinux [112233]\n";
        List<String> uncallable = List.of("scx_bpf_cpu_rq", "scx_bpf_create_dsq", "scx_bpf_kick_cpu");

        assertThat(SchedulerSwitch.explained(Schedulers.llc(), said, "vtime is in charge", uncallable))
                .hasMessage("""
                        cannot attach the scheduler llc on this kernel
                          found: it calls scx_bpf_kick_cpu, scx_bpf_create_dsq, which this build of the kernel has \
                        and no BPF program can call: its types lack their scx_bpf_kick_cpu_impl
                          try: do without, or boot another kernel (./schedlab kernel list tells what each lacks); \
                        vtime is in charge""");
        assertThat(SchedulerSwitch.explained(Schedulers.llc(), said, "vtime is in charge", List.of()))
                .hasMessageContaining("libbpf: extern");
    }

    private static VerifierRejection rejection(String reason, int line) {
        return new VerifierRejection("mine_enqueue", reason, java.util.Optional.of(line));
    }
}
