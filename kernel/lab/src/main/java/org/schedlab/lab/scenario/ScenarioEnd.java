package org.schedlab.lab.scenario;

import java.util.List;
import java.util.Optional;

import org.schedlab.lab.WatchdogReport;

/// How a scenario ended.
///
/// @param exit what became of the machine
/// @param watchdog which watchdog fired, and what was happening; empty if none did
/// @param crashMessage the kernel's panic line, or how QEMU ended
/// @param problem the operation that was refused, and why; or what could not be cleared away
/// @param console the last lines that the guest's kernel printed
public record ScenarioEnd(
        ExitState exit,
        Optional<WatchdogReport> watchdog,
        Optional<String> crashMessage,
        Optional<String> problem,
        List<String> console) {
    public ScenarioEnd {
        console = List.copyOf(console);
    }

    /// Whether nothing went wrong, apart from cold operations, which tell for themselves.
    public boolean clean() {
        return exit == ExitState.FROZEN && watchdog.isEmpty() && crashMessage.isEmpty() && problem.isEmpty();
    }
}
