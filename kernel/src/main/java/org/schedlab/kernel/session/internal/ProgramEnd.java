package org.schedlab.kernel.session.internal;

import java.time.Duration;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.ProgramState;
import org.schedlab.guest.agent.Signals;
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
        ProgramState state =
                guest.ask("state of " + name, agent -> agent.programs().state(program));
        if (!state.running()) {
            killRest(guest, program, name);
            return new ProgramEnd(state, state.words() + " by itself");
        }
        ProgramState asked =
                guest.ask("SIGINT to " + name, agent -> signalled(agent, program, Signals.INTERRUPT, GRACE));
        ProgramState ended = killRest(guest, program, name);
        if (ended.running()) {
            throw LabException.asked("the program %s cannot be ended".formatted(name))
                    .found("killed, it got no CPU to die on within %d s of guest time".formatted(DEATH.toSeconds()))
                    .remedy("detach the scheduler that does not let it run; %rewind or %boot start afresh")
                    .exception();
        }
        String words = asked.running()
                ? "did not end within %d s of SIGINT and was killed".formatted(GRACE.toSeconds())
                : asked.words() + " after SIGINT";
        return new ProgramEnd(ended, words);
    }

    private static ProgramState killRest(GuestMachine guest, ProgramState program, String name) {
        return guest.ask("SIGKILL to what is left of " + name, agent -> signalled(agent, program, Signals.KILL, DEATH));
    }

    private static ProgramState signalled(Agent agent, ProgramState program, int signal, Duration limit) {
        agent.programs().signal(program, signal);
        return agent.programs().await(program, limit);
    }
}
