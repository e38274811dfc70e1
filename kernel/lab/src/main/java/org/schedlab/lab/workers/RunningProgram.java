package org.schedlab.lab.workers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.ProgramOutput;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.program.Programs;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.machine.Stretch;
import org.schedlab.lab.tables.OutputTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A program that was started in the guest. It runs when guest time passes, as everything does. As
/// thread-safe as its session.
///
/// The guest's agent knows the last 16 programs. After a rewind to a moment before it was started,
/// every call throws a [LabException] that says so.
public final class RunningProgram implements Tabular {
    private final SessionMachine session;
    private final long stamp;
    private final String name;
    private final ProgramState started;

    RunningProgram(SessionMachine session, long stamp, String name, ProgramState started) {
        this.session = session;
        this.stamp = stamp;
        this.name = name;
        this.started = started;
    }

    /// The program's files are in the guest.
    public static RunningProgram start(SessionMachine session, GuestMachine guest, Program program) {
        ProgramState started = guest.ask("start " + program.name(), agent -> Programs.begin(program, agent));
        return new RunningProgram(session, session.timeline().stamp(), program.name(), started);
    }

    public static Optional<RunningProgram> scheduler(SessionMachine session, GuestMachine guest) {
        return guest.ask("scheduler's program", agent -> agent.programs().scheduler())
                .map(program -> new RunningProgram(
                        session,
                        session.timeline().stamp(),
                        String.valueOf(Path.of(program.start().path()).getFileName()),
                        program.state()));
    }

    /// The name of its file.
    public String name() {
        return name;
    }

    /// Its process in the guest.
    public int pid() {
        return started.pid();
    }

    /// How it fares now.
    public ProgramState state() {
        return ask("state of " + name, agent -> agent.programs().state(started));
    }

    /// What it and its children have printed so far.
    public ProgramOutput output() {
        return ask("output of " + name, agent -> agent.programs().output(started));
    }

    /// Lets guest time move on until the program has ended, in slices as [org.schedlab.lab.session.VmSession#run].
    ///
    /// @param limit guest time
    /// @throws LabException if it has not ended by then, or the thread is interrupted; it goes on when
    ///     guest time does
    public ProgramState await(Duration limit) {
        Duration longest = Stretch.require(limit);
        return inTurn(guest -> Slices.until(
                        guest,
                        "the program %s to end".formatted(name),
                        longest,
                        (agent, slice) -> Optional.of(agent.programs().await(started, slice))
                                .filter(state -> !state.running()))
                .orElseThrow(() -> LabException.asked("the program %s has not ended within %s of guest time"
                                .formatted(name, MeasuredAt.seconds(limit.toNanos())))
                        .remedy("wait longer with await(…), or stop() it; output() shows what it has printed")
                        .exception()));
    }

    /// Sends a signal to the program and the rest of its process group.
    ///
    /// @return false if nobody is left in it
    public boolean signal(int number) {
        return ask(
                String.format(Locale.ROOT, "signal %d to %s", number, name),
                agent -> agent.programs().signal(started, number));
    }

    /// Ends the program and its process group: SIGINT, two seconds of guest time, SIGKILL.
    public ProgramState stop() {
        return inTurn(guest -> ProgramEnd.of(guest, started, name).state());
    }

    /// [#output()] as a table: `guest time [ns]`, `stream`, `line`.
    @Override
    public Table table() {
        ProgramOutput output = output();
        return OutputTable.of(
                output,
                String.format(
                        Locale.ROOT,
                        "output of %s, pid %d, %s",
                        name,
                        pid(),
                        session.instant().caption()));
    }

    private <T> T ask(String purpose, Function<Agent, T> question) {
        return inTurn(guest -> guest.ask(purpose, question));
    }

    private <T> T inTurn(Function<GuestMachine, T> work) {
        return session.inTurn(guest -> {
            session.timeline()
                    .require(
                            stamp,
                            String.format(Locale.ROOT, "The program %s (pid %d) and what it did", name, started.pid()));
            return work.apply(guest);
        });
    }
}
