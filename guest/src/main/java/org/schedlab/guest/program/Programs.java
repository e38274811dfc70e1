package org.schedlab.guest.program;

import java.time.Duration;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.agent.ProgramState;

/// Starts programs of the host in the guest. Stateless.
public final class Programs {
    private static final Duration START_LIMIT = Duration.ofSeconds(2);

    private Programs() {}

    /// Brings a program with all that it needs into the guest and starts it. Each file not yet there
    /// costs a command for each 2 MiB.
    ///
    /// @throws org.schedlab.vm.LabException if a file is missing here, has no room there, or it cannot
    ///     be started
    public static ProgramState start(Program program, Agent agent) {
        program.needs().forEach(file -> agent.programs().bring(file));
        program.elsewhere().forEach((path, file) -> agent.programs().bring(file, path));
        return begin(program, agent);
    }

    /// Starts a program whose files are in the guest.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno, or that it got no CPU
    ///     to start on within two seconds of guest time
    public static ProgramState begin(Program program, Agent agent) {
        return agent.programs().start(program.start(false), START_LIMIT);
    }

    /// As [#begin], for a program that is to be a scheduler, so that the agent tells it from others.
    public static ProgramState beginScheduler(Program program, Agent agent) {
        return agent.programs().start(schedulerStart(program), START_LIMIT);
    }

    /// How a program that is to be a scheduler is started.
    public static ProgramStart schedulerStart(Program program) {
        return program.start(true);
    }
}
