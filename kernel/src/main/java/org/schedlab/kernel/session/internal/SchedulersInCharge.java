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
import org.schedlab.kernel.session.SchedulerEvent.What;
import org.schedlab.vm.LabException;

/// Who is in charge of a guest's CPUs, and how that changes. What the guest has in it is asked of the
/// guest, so a rewind needs no care. Confined to the session's turns.
public final class SchedulersInCharge {
    private static final String EEVDF = "EEVDF, the kernel's own, is in charge";

    private final ObjectSchedulers objects;

    public SchedulersInCharge(ObjectSchedulers objects) {
        this.objects = objects;
    }

    /// Puts a scheduler in charge; the files of an executable are in the guest.
    ///
    /// @throws LabException saying why not, and who is in charge instead
    public Attachment attach(GuestMachine guest, Scheduler scheduler) {
        return switch (scheduler) {
            case SchedulerObject object -> {
                program(guest).ifPresent(program -> end(guest, program, What.REPLACED));
                yield objects.attach(guest, object);
            }
            case ExecutableScheduler executable -> attachExecutable(guest, executable);
            case KernelScheduler kernel -> {
                Previous _ = takeAway(guest, What.DETACHED);
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
        end(guest, program.get(), What.DETACHED);
        return guest.ask("scheduler state", Agent::schedulerState);
    }

    /// Starts the executable that is in charge afresh; empty if none is.
    public Optional<Attachment> restart(GuestMachine guest) {
        return program(guest).map(program -> {
            end(guest, program, What.DETACHED);
            try {
                return beginAgain(guest, program, What.RESTARTED);
            } catch (SchedulerExecutable.Failure e) {
                throw e.with(EEVDF);
            }
        });
    }

    private Attachment attachExecutable(GuestMachine guest, ExecutableScheduler executable) {
        Previous previous = takeAway(guest, What.REPLACED);
        String settings = String.join(" ", executable.program().arguments());
        try {
            Attachment attachment = SchedulerExecutable.begin(guest, executable);
            What what = previous instanceof Previous.Nobody ? What.ATTACHED : What.REPLACING;
            objects.came(guest, what, executable.name(), settings, attachment.loadNanos());
            return attachment;
        } catch (SchedulerExecutable.Failure e) {
            objects.came(guest, What.REFUSED, executable.name(), settings, 0);
            throw e.with(putBack(guest, previous));
        }
    }

    private Attachment beginAgain(GuestMachine guest, SchedulerProgram program, What what) {
        Attachment attachment = SchedulerExecutable.beginAgain(guest, program);
        objects.came(guest, what, attachment.name(), settings(program), attachment.loadNanos());
        return attachment;
    }

    private void end(GuestMachine guest, SchedulerProgram program, What what) {
        String opsName = guest.ask("scheduler state", Agent::schedulerState).opsName();
        String words = SchedulerExecutable.end(guest, program);
        objects.went(guest, what, SchedulerExecutable.name(program), settings(program), opsName, words);
    }

    private static String settings(SchedulerProgram program) {
        return String.join(" ", program.start().arguments());
    }

    /// What was in charge before.
    private sealed interface Previous {
        record Nobody() implements Previous {}

        record Own(SchedulerObject scheduler) implements Previous {}

        record Executable(SchedulerProgram program) implements Previous {}
    }

    private Previous takeAway(GuestMachine guest, What what) {
        Optional<SchedulerProgram> program = program(guest);
        if (program.isPresent()) {
            end(guest, program.get(), what);
            return new Previous.Executable(program.get());
        }
        SchedulerState state = guest.ask("scheduler state", Agent::schedulerState);
        if (!state.attached()) {
            return new Previous.Nobody();
        }
        Optional<Previous> object = objects.present().map(Previous.Own::new);
        objects.detach(guest);
        return object.orElseGet(Previous.Nobody::new);
    }

    /// Says who is in charge now.
    private String putBack(GuestMachine guest, Previous previous) {
        try {
            return switch (previous) {
                case Previous.Nobody _ -> EEVDF;
                case Previous.Own(SchedulerObject scheduler) -> {
                    objects.attach(guest, scheduler);
                    yield scheduler.name() + " was attached again and starts afresh";
                }
                case Previous.Executable(SchedulerProgram program) -> {
                    beginAgain(guest, program, What.ATTACHED);
                    yield program.start().path() + " was started again and is in charge";
                }
            };
        } catch (LabException e) {
            guest.requireAlive();
            return EEVDF + ", because the one before could not be put back: " + e.getMessage();
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
