package org.schedlab.lab.schedulers;

import java.time.Duration;
import java.util.Optional;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.ProgramCommands.Awaited;
import org.schedlab.guest.agent.ProgramCommands.Charge;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.Slices;

/// The wait for an executable's scheduler to be in charge. Its patience is guest time in which the
/// program could have been on a CPU: what it spends runnable but waiting before the kernel says enabled
/// is not counted. Used once, confined to the session's turn.
final class ChargeWait {
    private static final int MOST_FOLDS = 4;
    private static final long LEAST_NANOS = 1_000_000;

    private final GuestMachine guest;
    private final String name;
    private final Duration patience;
    private final long beganNanos;
    private final SchedExtView.Seen before;
    private Outcome last = Outcome.NOT_ENABLED;
    private long runDelayNanos;
    private long waitedNanos;
    private SchedExtView.Seen seen;

    /// How it ended.
    enum Outcome {
        IN_CHARGE,
        /// The program, maybe after its scheduler.
        PROGRAM_ENDED,
        /// The kernel had enabled the scheduler and took it away again.
        SCHEDULER_ENDED,
        /// Not enabled within the patience.
        NOT_ENABLED,
        /// Enabled, but no task was put on a CPU within the patience.
        NO_DISPATCH;

        boolean isLate() {
            return this == NOT_ENABLED || this == NO_DISPATCH;
        }

        private static Outcome of(Charge charge) {
            return switch (charge) {
                case IN_CHARGE -> IN_CHARGE;
                case ENDED -> PROGRAM_ENDED;
                case NOT_ENABLED -> NOT_ENABLED;
                case NO_DISPATCH -> NO_DISPATCH;
            };
        }
    }

    private ChargeWait(GuestMachine guest, String name, Duration patience) {
        this.guest = guest;
        this.name = name;
        this.patience = patience;
        beganNanos = guest.guestTimeNanos();
        before = SchedExtView.look(guest.memory());
        seen = before;
    }

    /// Before the program is started.
    static ChargeWait begin(GuestMachine guest, String name, Duration patience) {
        return new ChargeWait(guest, name, patience);
    }

    long beganNanos() {
        return beganNanos;
    }

    /// Lets the guest go on until something is known.
    ///
    /// @throws org.schedlab.vm.LabException if the thread is interrupted
    Outcome until(ProgramState program) {
        Outcome outcome = Slices.until(
                        guest,
                        "the scheduler %s to be in charge".formatted(name),
                        patience.multipliedBy(MOST_FOLDS),
                        (agent, slice) -> look(agent, program, slice))
                .orElse(last);
        waitedNanos = guest.guestTimeNanos() - beganNanos;
        return outcome;
    }

    private Optional<Outcome> look(Agent agent, ProgramState program, Duration slice) {
        long wanted = Math.clamp(leftNanos(agent), Math.min(LEAST_NANOS, slice.toNanos()), slice.toNanos());
        Awaited awaited = agent.programs().awaitCharge(program, Duration.ofNanos(wanted));
        last = Outcome.of(awaited.charge());
        if (last == Outcome.NOT_ENABLED) {
            runDelayNanos = awaited.program().runDelayNanos();
        }
        SchedExtView.Seen now = SchedExtView.look(guest.memory());
        if (now.root() != 0) {
            seen = now;
        }
        if (!last.isLate()) {
            return Optional.of(last);
        }
        if (now.state() == SchedExtView.State.DISABLED && now.sequence() > before.sequence()) {
            return Optional.of(Outcome.SCHEDULER_ENDED);
        }
        return leftNanos(agent) > 0 ? Optional.empty() : Optional.of(last);
    }

    private long leftNanos(Agent agent) {
        return patience.toNanos() - (agent.guestTimeNanos() - beganNanos - runDelayNanos);
    }

    /// How the kernel ended its scheduler, if it did.
    Optional<ExitReport> end() {
        boolean itsOwn = seen.root() != before.root();
        return EndOfScheduler.fromKernel(
                guest, name, itsOwn ? seen.opsName() : "", itsOwn ? seen.root() : 0, beganNanos);
    }

    /// How long it was waited for, in words.
    String waited() {
        Duration passed = Duration.ofNanos(waitedNanos);
        return passed.compareTo(patience.multipliedBy(2)) < 0
                ? SchedulerExecutable.tenths(patience)
                : SchedulerExecutable.tenths(passed);
    }
}
