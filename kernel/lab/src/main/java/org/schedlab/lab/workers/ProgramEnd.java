package org.schedlab.lab.workers;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.agent.Signals;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.LabException;

/// How a program was ended: asked first, then made to.
///
/// @param state after its end
/// @param words what it took, for example `exited with status 0 after SIGINT`
public record ProgramEnd(ProgramState state, String words) {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration DEATH = Duration.ofSeconds(5);

    /// Sends SIGINT to a program and its process group, waits for two seconds of guest time, and
    /// sends SIGKILL to what is left. A child that has left the process group (setsid) is not
    /// reached. Not to be interrupted: it takes seven seconds of guest time at most.
    ///
    /// @throws LabException if it gets no CPU to die on
    public static ProgramEnd of(GuestMachine guest, ProgramState program, String name) {
        return tried(guest, program, name, DEATH)
                .orElseThrow(() -> starved(
                        name,
                        "if a scheduler does not let it run, detach() takes that away; %rewind or %boot start afresh"));
    }

    public static LabException starved(String name, String remedy) {
        return LabException.asked("the program %s cannot be ended".formatted(name))
                .found(String.format(
                        Locale.ROOT, "killed, it got no CPU to die on within %d s of guest time", DEATH.toSeconds()))
                .remedy(remedy)
                .exception();
    }

    /// The same, when it is expected that it may get no CPU.
    ///
    /// @param death guest time that it has to die in once it is killed
    /// @return empty if it got no CPU to die on
    public static Optional<ProgramEnd> tried(GuestMachine guest, ProgramState program, String name, Duration death) {
        ProgramState state =
                guest.ask("state of " + name, agent -> agent.programs().state(program));
        if (!state.running()) {
            killRest(guest, program, name, death);
            return Optional.of(new ProgramEnd(state, state.words() + " by itself"));
        }
        ProgramState asked =
                guest.ask("SIGINT to " + name, agent -> signalled(agent, program, Signals.INTERRUPT, GRACE));
        ProgramState ended = killRest(guest, program, name, death);
        if (ended.running()) {
            return Optional.empty();
        }
        String words = asked.running()
                ? String.format(Locale.ROOT, "did not end within %d s of SIGINT and was killed", GRACE.toSeconds())
                : asked.words() + " after SIGINT";
        return Optional.of(new ProgramEnd(ended, words));
    }

    /// Whether a program that was killed before has died in a time.
    public static boolean dies(GuestMachine guest, ProgramState program, String name) {
        return !killRest(guest, program, name, DEATH).running();
    }

    private static ProgramState killRest(GuestMachine guest, ProgramState program, String name, Duration death) {
        return guest.ask("SIGKILL to what is left of " + name, agent -> signalled(agent, program, Signals.KILL, death));
    }

    private static ProgramState signalled(Agent agent, ProgramState program, int signal, Duration limit) {
        agent.programs().signal(program, signal);
        return agent.programs().await(program, limit);
    }
}
