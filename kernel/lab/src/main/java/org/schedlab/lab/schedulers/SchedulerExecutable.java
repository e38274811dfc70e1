package org.schedlab.lab.schedulers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.OutputLine;
import org.schedlab.guest.agent.ProgramCommands.SchedulerProgram;
import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.program.Programs;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.KernelConfiguration;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.workers.ProgramEnd;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Uninterrupted;

/// A scheduler that is an executable: started, waited for, ended. Stateless.
final class SchedulerExecutable {
    private static final Duration START_AGAIN = Duration.ofSeconds(2);
    private static final Duration CHARGE_AGAIN = Duration.ofSeconds(10);
    private static final Duration DEATH = Duration.ofSeconds(1);
    private static final Duration AFTER_EXIT = Duration.ofMillis(500);
    private static final Duration AFTER_SYSRQ = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final int LINES = 20;

    private SchedulerExecutable() {}

    /// It did not come into charge and was ended. The message lacks who is in charge.
    static final class Failure extends LabException {
        private static final long serialVersionUID = 1L;

        private final String remedy;
        private final transient @Nullable ExitReport end;

        Failure(String message, String remedy, @Nullable ExitReport end) {
            super(message);
            this.remedy = remedy;
            this.end = end;
        }

        /// How the kernel ended its scheduler, if it did.
        Optional<ExitReport> end() {
            return Optional.ofNullable(end);
        }

        LabException with(String inCharge) {
            return new LabException(getMessage() + "\n  try: %s; %s".formatted(remedy, inCharge), this);
        }
    }

    /// Starts it and waits until it is in charge: the kernel says enabled, and a task of policy
    /// SCHED_EXT has been put on a CPU twice since.
    ///
    /// @throws Failure if it or its scheduler ends before, or is not within its patience, or the thread
    ///     is interrupted
    static Attachment begin(GuestMachine guest, ExecutableScheduler scheduler) {
        String name = scheduler.name();
        ChargeWait wait = ChargeWait.begin(guest, name, scheduler.patience());
        ProgramState program;
        try {
            program = guest.ask("start " + name, agent -> Programs.beginScheduler(scheduler.program(), agent));
        } catch (LabException e) {
            guest.requireAlive();
            throw new Failure(e.getMessage(), "then start it again", null);
        }
        return charged(guest, program, name, wait);
    }

    /// The same for one that was in charge before; its files are in the guest.
    static Attachment beginAgain(GuestMachine guest, ProgramStart start) {
        String name = name(start);
        ChargeWait wait = ChargeWait.begin(guest, name, CHARGE_AGAIN);
        ProgramState program = guest.ask(
                "start %s again".formatted(name), agent -> agent.programs().start(start, START_AGAIN));
        return charged(guest, program, name, wait);
    }

    private static Attachment charged(GuestMachine guest, ProgramState program, String name, ChargeWait wait) {
        awaitCharge(guest, program, name, wait);
        long now = guest.guestTimeNanos();
        String opsName = SchedExtView.look(guest.memory()).opsName();
        return new Attachment(name, opsName, now - wait.beganNanos(), 0, now);
    }

    private static void awaitCharge(GuestMachine guest, ProgramState program, String name, ChargeWait wait) {
        ChargeWait.Outcome outcome;
        try {
            outcome = wait.until(program);
        } catch (LabException e) {
            guest.requireAlive();
            End _ = endIt(guest, program, name);
            throw new Failure(e.getMessage(), "attach it again", null);
        }
        if (outcome == ChargeWait.Outcome.IN_CHARGE) {
            return;
        }
        ProgramState state =
                guest.ask("state of " + name, agent -> agent.programs().state(program));
        Optional<ExitReport> end = wait.end();
        String printed = printed(guest, program, name);
        String ended = endIt(guest, program, name).words();
        throw new Failure(
                LabException.asked("cannot attach the scheduler " + name)
                        .found(found(outcome, state, wait, end, ended) + printed)
                        .text(),
                outcome.isLate()
                        ? "fix it or its arguments, or give it more time: withPatience(s(30)), %scheduler --patience 30s"
                        : KernelConfiguration.lacking(guest.image())
                                .map("fix it or its arguments; "::concat)
                                .orElse("fix it or its arguments"),
                end.orElse(null));
    }

    private static String found(
            ChargeWait.Outcome outcome, ProgramState state, ChargeWait wait, Optional<ExitReport> end, String ended) {
        String told = end.map(report -> "the kernel ended it at %s: %s%s; "
                        .formatted(
                                MeasuredAt.seconds(report.atNanos()),
                                report.exit().reason(),
                                report.exit().message().isEmpty()
                                        ? ""
                                        : ": " + report.exit().message()))
                .orElse("");
        return switch (outcome) {
            case PROGRAM_ENDED, IN_CHARGE -> "%sit %s before it was seen in charge".formatted(told, state.words());
            case SCHEDULER_ENDED ->
                "%s%sits program %s"
                        .formatted(
                                told,
                                told.isEmpty() ? "the kernel enabled it and ended it, and does not tell why; " : "",
                                ended);
            case NOT_ENABLED ->
                "%sin %s of guest time the kernel did not come to say enabled; it %s"
                        .formatted(told, wait.waited(), ended);
            case NO_DISPATCH ->
                "the kernel said enabled, but in %s of guest time no task of policy SCHED_EXT got a CPU; it %s"
                        .formatted(wait.waited(), ended);
        };
    }

    private static String printed(GuestMachine guest, ProgramState program, String name) {
        List<OutputLine> lines = guest.ask(
                        "output of " + name, agent -> agent.programs().output(program))
                .lines();
        if (lines.isEmpty()) {
            return "; it printed nothing";
        }
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                .map(OutputLine::text)
                .collect(Collectors.joining("\n    ", "; the last it printed:\n    ", ""));
    }

    /// How a scheduler's program was ended.
    ///
    /// @param words what it took
    /// @param bySysRq whether SysRq S took its scheduler away
    record End(String words, boolean bySysRq) {}

    /// Ends the program that is the scheduler, and the scheduler with it.
    static End end(GuestMachine guest, SchedulerProgram program) {
        return endIt(guest, program.state(), name(program.start()));
    }

    static String name(ProgramStart start) {
        return String.valueOf(Path.of(start.path()).getFileName());
    }

    /// A scheduler attached without a BPF link outlives its loader when that is killed, and one that does
    /// not let its loader run keeps it from dying; SysRq S then ends it.
    private static End endIt(GuestMachine guest, ProgramState program, String name) {
        Optional<ProgramEnd> end = ProgramEnd.tried(guest, program, name, DEATH);
        if (end.isPresent() && disabled(guest, AFTER_EXIT)) {
            return new End(end.get().words(), false);
        }
        press(guest, name);
        if (end.isPresent()) {
            return new End(
                    end.get().words() + ", its scheduler stayed with the kernel, and SysRq S took it away", true);
        }
        if (!ProgramEnd.dies(guest, program, name)) {
            throw ProgramEnd.starved(
                    name,
                    "the scheduler was taken away with SysRq S, so something else keeps the CPUs; %rewind or %boot start afresh");
        }
        return new End(
                "got no CPU to end on, neither after SIGINT nor after SIGKILL; SysRq S took its scheduler away, and it died",
                true);
    }

    /// SysRq S: the kernel takes any scheduler away.
    ///
    /// @param whose for the message
    /// @throws LabException if it does not
    static void press(GuestMachine guest, String whose) {
        guest.ask("SysRq S", agent -> {
            agent.sysrq('S');
            return agent;
        });
        if (!disabled(guest, AFTER_SYSRQ)) {
            throw LabException.asked("the scheduler of %s cannot be taken away".formatted(whose))
                    .found(String.format(
                            Locale.ROOT,
                            "the kernel did not disable it within %d s of guest time after SysRq S",
                            AFTER_SYSRQ.toSeconds()))
                    .remedy("%boot or %rewind start afresh; %console shows what the kernel says")
                    .exception();
        }
    }

    private static boolean disabled(GuestMachine guest, Duration limit) {
        long end = guest.guestTimeNanos() + limit.toNanos();
        while (SchedExtView.look(guest.memory()).state() != SchedExtView.State.DISABLED) {
            if (guest.guestTimeNanos() >= end) {
                return false;
            }
            Uninterrupted.call(() -> {
                guest.run("scheduler to be disabled", LOOK_AGAIN, Slices.hostDeadline(LOOK_AGAIN));
                return true;
            });
        }
        return true;
    }

    /// Seconds with one decimal.
    static String tenths(Duration guestTime) {
        return String.format(Locale.ROOT, "%.1f s", guestTime.toNanos() / 1e9);
    }
}
