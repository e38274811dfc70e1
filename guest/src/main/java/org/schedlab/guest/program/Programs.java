package org.schedlab.guest.program;

import java.time.Duration;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.ProgramState;

/// Starts programs of the host in the guest. Stateless.
public final class Programs {
    /// How much guest time may pass until a started program has got a CPU.
    public static final Duration START_LIMIT = Duration.ofSeconds(2);

    private Programs() {}

    /// Brings a program with all that it needs into the guest and starts it. Each file not yet there
    /// costs a command for each 2 MiB.
    ///
    /// @throws org.schedlab.vm.LabException if a file is missing here, has no room there, or it
    ///     cannot be started
    public static ProgramState start(Program program, Agent agent) {
        program.needs().forEach(file -> GuestFiles.bring(file, agent));
        return agent.programs().start(program.start(false), START_LIMIT);
    }

    /// As [#start], for a program that is to be a scheduler.
    public static ProgramState startScheduler(Program program, Agent agent) {
        program.needs().forEach(file -> GuestFiles.bring(file, agent));
        return agent.programs().start(program.start(true), START_LIMIT);
    }
}
