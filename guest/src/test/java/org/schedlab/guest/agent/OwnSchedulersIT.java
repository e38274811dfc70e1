package org.schedlab.guest.agent;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.OwnSchedulers;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.WorkerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The user's own schedulers: compiled from text, put in charge of a real machine, or refused without
/// harm.
@ParameterizedClass
@MethodSource("releases")
@Tag("machine")
class OwnSchedulersIT extends RestoredGuest {
    private static final String OPS_FILE = "/sys/kernel/sched_ext/root/ops";

    OwnSchedulersIT(String release) {
        super(release);
    }

    @Test
    void fifteenLinesAreInChargeAndDispatch() {
        agent.spawn(WorkerSpec.spinning(6));

        Attachment attachment = attach("first", OwnSchedulers.FIFO);

        assertThat(attachment.opsName()).isEqualTo("mine").isEqualTo(text(OPS_FILE));
        long dispatched = agent.schedulerState().dispatched().orElseThrow();
        agent.run(Duration.ofMillis(50), PATIENCE);
        assertThat(agent.schedulerState().dispatched().orElseThrow()).isGreaterThan(dispatched);
    }

    @Test
    void aSchedulerReplacesAnother() {
        attach(Schedulers.vtime());
        attach("first", OwnSchedulers.FIFO);

        assertThat(text(OPS_FILE)).isEqualTo("mine");
        assertThat(attach(Schedulers.vtime()).opsName()).isEqualTo("vtime").isEqualTo(text(OPS_FILE));
        assertThat(agent.detach().exit()).contains(new SchedulerExit(64, 0, "unregistered from user space", ""));
    }

    @Test
    void theVerifiersReasonComesWithTheUsersLineAndNothingChanges() {
        attach(Schedulers.vtime());
        long dispatched = agent.schedulerState().dispatched().orElseThrow();

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> attach("first", OwnSchedulers.NO_NULL_CHECK))
                .withMessageStartingWith("""
                        the kernel's verifier rejects the scheduler first, in mine_enqueue
                          found: line 7: R0 invalid mem access 'map_value_or_null'
                        """)
                .withMessageContaining("\n      *(u64 *)bpf_map_lookup_elem(&counts, &key) += 1;\n")
                .withMessageEndingWith("  try: fix line 7 and run it again; vtime is in charge")
                .satisfies(e -> assertThat(e.line()).hasValue(7));

        assertThat(text(OPS_FILE)).isEqualTo("vtime");
        SchedulerState state = agent.schedulerState();
        assertThat(state.exit()).isEmpty();
        assertThat(state.dispatched().orElseThrow()).isGreaterThanOrEqualTo(dispatched);
    }

    @Test
    void aLoopWithoutEndIsRejected() {
        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> attach("endless", looping("for (;;)")))
                .withMessageContaining("found: line 4: infinite loop detected")
                .withMessageContaining("EEVDF, the kernel's own, is in charge");
        assertThat(attach("first", OwnSchedulers.FIFO).opsName()).isEqualTo("mine");
    }

    /// The verifier takes a million steps before it gives up: some 20 s of host time.
    @Test
    void aLoopWhoseEndCannotBeSeenIsRejected() {
        // Not by an annotation: JUnit makes an instance all the same, whose machine nobody would close.
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        assumeThat(release).startsWith("6.");

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> attach("endless", looping("for (u64 i = 0; i < p->scx.dsq_vtime; i++)")))
                .withMessageContaining("found: line 4: BPF program is too large. Processed 1000001 insn")
                .withMessageContaining("EEVDF, the kernel's own, is in charge");
    }

    private static String looping(String head) {
        return OwnSchedulers.FIFO.replace(
                "    scx_bpf_dsq_insert(", "    " + head + "\n        bpf_ktime_get_ns();\n    scx_bpf_dsq_insert(");
    }

    @Test
    void afterASchedulerThatFailsToStartTheOneBeforeIsBack() {
        attach("first", OwnSchedulers.FIFO);
        String failing = OwnSchedulers.FIFO
                .replace("return scx_bpf_create_dsq(WAITING, -1);", "return -22;")
                .replace("\"mine\"", "\"failing\"");

        assertThatExceptionOfType(SchedulerException.class)
                .isThrownBy(() -> attach("second", failing))
                .withMessageStartingWith("cannot attach the scheduler second")
                .withMessageContaining("first was attached again and starts afresh")
                .withMessageEndingWith("mine is in charge");

        assertThat(text(OPS_FILE)).isEqualTo("mine");
        assertThat(agent.schedulerState().dispatched().orElseThrow()).isPositive();
        assertThat(attach(Schedulers.vtime()).opsName()).isEqualTo("vtime");
    }

    private Attachment attach(String name, String text) {
        return attach(Schedulers.compile(name, text));
    }

    private Attachment attach(SchedulerObject scheduler) {
        return SchedulerSwitch.to(scheduler, agent);
    }
}
