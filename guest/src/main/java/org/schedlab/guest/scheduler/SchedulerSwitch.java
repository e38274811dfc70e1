package org.schedlab.guest.scheduler;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.vm.LabException;

/// Puts a scheduler in charge of a guest, and says in the user's terms why it could not. Stateless.
public final class SchedulerSwitch {
    /// Who is in charge when no sched_ext scheduler is.
    public static final String EEVDF = "EEVDF, the kernel's own, is in charge";

    private SchedulerSwitch() {}

    /// Loads a scheduler and puts it in charge; one that was in charge goes only when the new one is
    /// loaded.
    ///
    /// @throws SchedulerException the verifier's reason with the user's line, or how it ended; the
    ///     message says who is in charge now, which is whoever was before
    public static Attachment to(SchedulerObject scheduler, Agent agent) {
        return to(scheduler, agent, List.of());
    }

    /// As [#to(SchedulerObject, Agent)].
    ///
    /// @param uncallable the kernel's functions that no BPF program can call; the message names those
    ///     that this scheduler calls
    public static Attachment to(SchedulerObject scheduler, Agent agent, List<String> uncallable) {
        return to(scheduler, scheduler.object(), agent, uncallable);
    }

    /// As [#to(SchedulerObject, Agent)].
    ///
    /// @param object the scheduler's bytes for this kernel, [SchedulerObject#objectFor]
    /// @param uncallable the kernel's functions that no BPF program can call; the message names those
    ///     that this scheduler calls
    public static Attachment to(SchedulerObject scheduler, byte[] object, Agent agent, List<String> uncallable) {
        try {
            return agent.replace(object, scheduler.name());
        } catch (AgentException e) {
            if (e.agentGone() || e.unfinished()) {
                throw e;
            }
            throw explained(scheduler, e.said(), inCharge(agent.schedulerState()), uncallable);
        }
    }

    private static String inCharge(SchedulerState state) {
        return state.enabled() ? state.opsName() + " is in charge" : EEVDF;
    }

    static SchedulerException explained(
            SchedulerObject scheduler, String said, String inCharge, List<String> uncallable) {
        if (said.contains("func_proto") && said.contains("incompatible with")) {
            List<String> called = scheduler.kernelFunctions().stream()
                    .filter(uncallable::contains)
                    .toList();
            if (!called.isEmpty()) {
                return SchedulerException.of(
                        LabException.asked("cannot attach the scheduler " + scheduler.name() + " on this kernel")
                                .found("it calls " + String.join(", ", called)
                                        + ", which this build of the kernel has and no BPF program can call: its types"
                                        + " lack their " + called.getFirst() + "_impl")
                                .remedy("do without, or boot another kernel (./schedlab kernel list tells what each"
                                        + " lacks); " + inCharge));
            }
        }
        Optional<VerifierRejection> found = VerifierRejection.find(said, scheduler.lines());
        if (found.isEmpty()) {
            return SchedulerException.of(LabException.asked("cannot attach the scheduler " + scheduler.name())
                    .found(said.strip().replace("\n", "\n    "))
                    .remedy("fix it and run it again; " + inCharge));
        }
        VerifierRejection rejection = found.get();
        String program = rejection.program().isEmpty() ? "" : ", in " + rejection.program();
        LabException.Message message = LabException.asked(
                "the kernel's verifier rejects the scheduler %s%s".formatted(scheduler.name(), program));
        String reason = rejection.reason().replace("\n", "\n    ");
        if (rejection.line().isEmpty()) {
            return SchedulerException.of(message.found(reason).remedy("fix it and run it again; " + inCharge));
        }
        int line = rejection.line().get();
        return SchedulerException.at(
                line,
                message.found(String.format(
                                Locale.ROOT,
                                "line %d: %s\n      %s",
                                line,
                                reason,
                                scheduler.lines().line(line).orElse("").strip()))
                        .remedy(String.format(Locale.ROOT, "fix line %d and run it again; %s", line, inCharge)));
    }
}
