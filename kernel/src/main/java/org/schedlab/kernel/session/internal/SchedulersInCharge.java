package org.schedlab.kernel.session.internal;

import java.util.Optional;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.ProgramCommands.SchedulerProgram;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.vm.LabException;

/// Who is in charge of a guest's CPUs, and how that changes. What the guest has in it is asked of the
/// guest, so a rewind needs no care. Confined to the session's turns.
public final class SchedulersInCharge {
    private final ObjectSchedulers objects;

    public SchedulersInCharge(Timeline timeline) {
        objects = new ObjectSchedulers(timeline);
    }

    /// Puts a scheduler in charge.
    ///
    /// @throws LabException saying why not, and who is in charge instead
    public Attachment attach(GuestMachine guest, Scheduler scheduler) {
        return switch (scheduler) {
            case SchedulerObject object -> attachObject(guest, object);
            case ExecutableScheduler executable -> attachExecutable(guest, executable);
            case KernelScheduler kernel -> {
                Previous _ = takeAway(guest);
                yield new Attachment(kernel.name(), "", 0, 0, guest.guestTimeNanos());
            }
        };
    }

    /// Takes whatever is in charge away.
    ///
    /// @throws LabException if nothing was attached
    public SchedulerState detach(GuestMachine guest) {
        Optional<SchedulerProgram> program = program(guest);
        if (program.isEmpty()) {
            return objects.detach(guest);
        }
        String _ = SchedulerExecutable.end(guest, program.get());
        return guest.ask("scheduler state", Agent::schedulerState);
    }

    private Attachment attachObject(GuestMachine guest, SchedulerObject object) {
        program(guest).ifPresent(program -> SchedulerExecutable.end(guest, program));
        return objects.attach(guest, object);
    }

    private Attachment attachExecutable(GuestMachine guest, ExecutableScheduler executable) {
        ProgramFiles.bring(guest, executable.program());
        Previous previous = takeAway(guest);
        try {
            return SchedulerExecutable.begin(guest, executable);
        } catch (SchedulerExecutable.Failure e) {
            throw e.with(putBack(guest, previous));
        }
    }

    /// What was in charge before.
    private sealed interface Previous {
        record Nobody() implements Previous {}

        record Own(SchedulerObject scheduler) implements Previous {}

        record Executable(SchedulerProgram program) implements Previous {}
    }

    private Previous takeAway(GuestMachine guest) {
        Optional<SchedulerProgram> program = program(guest);
        if (program.isPresent()) {
            String _ = SchedulerExecutable.end(guest, program.get());
            return new Previous.Executable(program.get());
        }
        SchedulerState state = guest.ask("scheduler state", Agent::schedulerState);
        if (!state.attached()) {
            return new Previous.Nobody();
        }
        Optional<Previous> object = objects.present(state).map(Previous.Own::new);
        objects.detach(guest);
        return object.orElseGet(Previous.Nobody::new);
    }

    /// Says who is in charge now.
    private String putBack(GuestMachine guest, Previous previous) {
        String eevdf = "EEVDF, the kernel's own, is in charge";
        try {
            return switch (previous) {
                case Previous.Nobody _ -> eevdf;
                case Previous.Own(SchedulerObject scheduler) -> {
                    objects.attach(guest, scheduler);
                    yield scheduler.name() + " was attached again and starts afresh";
                }
                case Previous.Executable(SchedulerProgram program) -> {
                    SchedulerExecutable.beginAgain(guest, program);
                    yield program.start().path() + " was started again and is in charge";
                }
            };
        } catch (LabException e) {
            guest.requireAlive();
            return eevdf + ", because the one before could not be put back: " + e.getMessage();
        }
    }

    /// The executable that is in charge, or was to be and still runs.
    private static Optional<SchedulerProgram> program(GuestMachine guest) {
        return guest.ask(
                "scheduler's program",
                agent -> agent.programs()
                        .scheduler()
                        .filter(program -> program.state().running() || leftBehind(agent.schedulerState())));
    }

    /// Whether the kernel has a scheduler that the agent did not attach.
    private static boolean leftBehind(SchedulerState state) {
        return state.enabled() && !state.attached();
    }
}
