package org.schedlab.kernel.session.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.OutputLine;
import org.schedlab.guest.agent.ProgramCommands.Charge;
import org.schedlab.guest.agent.ProgramCommands.SchedulerProgram;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.program.Programs;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.vm.LabException;

/// A scheduler that is an executable: started, waited for, ended. Stateless.
final class SchedulerExecutable {
    private static final Duration START_AGAIN = Duration.ofSeconds(2);
    private static final Duration CHARGE_AGAIN = Duration.ofSeconds(10);
    private static final Duration AFTER_EXIT = Duration.ofMillis(500);
    private static final Duration AFTER_SYSRQ = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final int LINES = 20;

    private SchedulerExecutable() {}

    /// It did not come into charge and was ended. The message lacks who is in charge.
    static final class Failure extends LabException {
        private static final long serialVersionUID = 1L;

        private final String remedy;

        Failure(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }

        LabException with(String inCharge) {
            return new LabException(getMessage() + "\n  do: %s; %s".formatted(remedy, inCharge), this);
        }
    }

    /// Starts it and waits until it is in charge: the kernel says enabled, and a task of policy
    /// SCHED_EXT has been put on a CPU twice since.
    ///
    /// @throws Failure if it ends before, or is not within its patience, or the thread is interrupted
    static Attachment begin(GuestMachine guest, ExecutableScheduler scheduler) {
        String name = scheduler.name();
        long began = guest.guestTimeNanos();
        ProgramState program;
        try {
            program = guest.ask("start " + name, agent -> Programs.beginScheduler(scheduler.program(), agent));
        } catch (LabException e) {
            guest.requireAlive();
            throw new Failure(e.getMessage(), "then start it again");
        }
        return charged(guest, program, name, began, scheduler.patience());
    }

    /// The same for one that was in charge before; its files are in the guest.
    static Attachment beginAgain(GuestMachine guest, SchedulerProgram before) {
        String name = name(before);
        long began = guest.guestTimeNanos();
        ProgramState program = guest.ask(
                "start %s again".formatted(name), agent -> agent.programs().start(before.start(), START_AGAIN));
        return charged(guest, program, name, began, CHARGE_AGAIN);
    }

    private static Attachment charged(
            GuestMachine guest, ProgramState program, String name, long began, Duration limit) {
        awaitCharge(guest, program, name, limit);
        return guest.ask("attached " + name, agent -> {
            String opsName = agent.schedulerState().opsName();
            return new Attachment(name, opsName, agent.guestTimeNanos() - began, 0, agent.guestTimeNanos());
        });
    }

    /// What the last slice of a wait saw.
    private static final class Seen {
        private Charge last = Charge.NOT_ENABLED;
    }

    private static void awaitCharge(GuestMachine guest, ProgramState program, String name, Duration limit) {
        Seen seen = new Seen();
        Optional<Charge> charge;
        try {
            charge = Slices.until(guest, "the scheduler %s to be in charge".formatted(name), limit, (agent, slice) -> {
                seen.last = agent.programs().awaitCharge(program, slice);
                return Optional.of(seen.last).filter(each -> each == Charge.IN_CHARGE || each == Charge.ENDED);
            });
        } catch (LabException e) {
            guest.requireAlive();
            endIt(guest, program, name);
            throw new Failure(e.getMessage(), "attach it again");
        }
        if (charge.equals(Optional.of(Charge.IN_CHARGE))) {
            return;
        }
        ProgramState state =
                guest.ask("state of " + name, agent -> agent.programs().state(program));
        String printed = printed(guest, program, name);
        String ended = endIt(guest, program, name);
        throw new Failure(
                LabException.asked("cannot attach the scheduler " + name)
                        .found(found(seen.last, state, limit, ended) + printed)
                        .text(),
                "mend it or its arguments, or give it more time: withPatience(…)");
    }

    private static String found(Charge charge, ProgramState state, Duration limit, String ended) {
        double seconds = limit.toNanos() / 1e9;
        return switch (charge) {
            case ENDED, IN_CHARGE -> "it %s before it was seen in charge".formatted(state.words());
            case NOT_ENABLED ->
                String.format(
                        Locale.ROOT,
                        "in %.1f s of guest time the kernel did not come to say enabled; it %s",
                        seconds,
                        ended);
            case NO_DISPATCH ->
                String.format(
                        Locale.ROOT,
                        "the kernel said enabled, but in %.1f s of guest time no task of policy SCHED_EXT got a CPU; it %s",
                        seconds,
                        ended);
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

    /// Ends the program that is the scheduler, and the scheduler with it.
    ///
    /// @return what it took
    static String end(GuestMachine guest, SchedulerProgram program) {
        return endIt(guest, program.state(), name(program));
    }

    static String name(SchedulerProgram program) {
        return String.valueOf(Path.of(program.start().path()).getFileName());
    }

    /// A scheduler attached without a BPF link outlives its loader when that is killed; SysRq S then
    /// ends it.
    private static String endIt(GuestMachine guest, ProgramState program, String name) {
        String words = ProgramEnd.of(guest, program, name).words();
        if (disabled(guest, AFTER_EXIT)) {
            return words;
        }
        guest.ask("SysRq S", agent -> {
            agent.sysrq('S');
            return agent;
        });
        if (disabled(guest, AFTER_SYSRQ)) {
            return words + ", its scheduler stayed with the kernel, and SysRq S took it away";
        }
        throw LabException.asked("the scheduler of %s cannot be taken away".formatted(name))
                .found("its program %s; the kernel did not disable it after SysRq S either".formatted(words))
                .remedy("%boot or %rewind start afresh; %console shows what the kernel says")
                .exception();
    }

    private static boolean disabled(GuestMachine guest, Duration limit) {
        return guest.ask("scheduler to be disabled", agent -> comesToDisabled(agent, limit));
    }

    private static boolean comesToDisabled(Agent agent, Duration limit) {
        long end = agent.guestTimeNanos() + limit.toNanos();
        while (!agent.schedulerState().state().equals("disabled")) {
            if (agent.guestTimeNanos() >= end) {
                return false;
            }
            agent.run(LOOK_AGAIN, Slices.hostDeadline(LOOK_AGAIN));
        }
        return true;
    }
}
