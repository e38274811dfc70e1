package org.schedlab.lab.session;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.vm.LabException;

/// What came of one future.
///
/// @param name as it was called
/// @param scheduler who was in charge while it ran, with knobs: `vtime (slice_ns=1000000)`; empty if it failed
/// @param stateHash of its RAM at its end, as [VmSession#stateHash()]; empty if it failed
/// @param preparationNanos guest time that its preparation took, such as to load a scheduler: what was
///     measured began so much later than the instant of the fork
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC at its end; 0 if it failed
/// @param shares what each worker got while it ran
/// @param problem why it failed; empty if it did not
/// @param ends of schedulers that ended by themselves in it: from then on its numbers are another's
public record FutureResult(
        String name,
        String scheduler,
        String stateHash,
        long preparationNanos,
        long guestTimeNanos,
        List<Share> shares,
        String problem,
        List<ExitReport> ends) {

    public FutureResult {
        shares = List.copyOf(shares);
        ends = List.copyOf(ends);
    }

    /// What a worker got between the end of the preparation and the end of the future.
    ///
    /// @param cpuNanos on a CPU
    /// @param runDelayNanos runnable but waiting
    /// @param timeslices times it was put on a CPU
    public record Share(Worker worker, long cpuNanos, long runDelayNanos, long timeslices) {}

    static FutureResult of(
            String name,
            String stateHash,
            long preparationNanos,
            MeasuredAt end,
            List<WorkerReport> before,
            List<WorkerReport> after,
            List<ExitReport> ends) {
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
        return new FutureResult(
                name, end.scheduler(), stateHash, preparationNanos, end.guestTimeNanos(), shares, "", ends);
    }

    static FutureResult failed(String name, Throwable why) {
        String problem = why instanceof LabException told && told.getMessage() != null
                ? told.getMessage()
                : "it ended with " + why + place(why);
        return new FutureResult(name, "", "", 0, 0, List.of(), problem, List.of());
    }

    private static String place(Throwable why) {
        StackTraceElement[] stack = why.getStackTrace();
        return stack.length == 0 ? "" : "\n  found: at " + stack[0];
    }

    /// Whether it came to its end.
    public boolean success() {
        return problem.isEmpty();
    }
}
