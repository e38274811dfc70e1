package org.schedlab.kernel.session;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.agent.Worker;
import org.schedlab.guest.agent.WorkerReport;
import org.schedlab.vm.LabException;

/// What came of one future.
///
/// @param name as it was called
/// @param stateHash of its RAM at its end, as [VmSession#stateHash()]; empty if it failed
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at its end; 0 if it failed
/// @param shares what each worker got while it ran
/// @param problem why it failed; empty if it did not
public record FutureResult(String name, String stateHash, long guestTimeNanos, List<Share> shares, String problem) {

    public FutureResult {
        shares = List.copyOf(shares);
    }

    /// What a worker got between the end of the preparation and the end of the future.
    ///
    /// @param cpuNanos on a CPU
    /// @param runDelayNanos runnable but waiting
    /// @param timeslices times it was put on a CPU
    public record Share(Worker worker, long cpuNanos, long runDelayNanos, long timeslices) {}

    static FutureResult of(
            String name, String stateHash, MeasuredAt end, List<WorkerReport> before, List<WorkerReport> after) {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            WorkerReport early = before.get(i);
            WorkerReport late = after.get(i);
            shares.add(new Share(
                    late.worker(),
                    late.cpuNanos() - early.cpuNanos(),
                    late.runDelayNanos() - early.runDelayNanos(),
                    late.timeslices() - early.timeslices()));
        }
        return new FutureResult(name, stateHash, end.guestTimeNanos(), shares, "");
    }

    static FutureResult failed(String name, LabException why) {
        return new FutureResult(name, "", 0, List.of(), String.valueOf(why.getMessage()));
    }

    /// Whether it came to its end.
    public boolean success() {
        return problem.isEmpty();
    }
}
