package org.schedlab.lab.scenario;

import java.util.List;
import java.util.Locale;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.vm.LabException;

/// What was measured while the guest ran for one hold of a scenario.
///
/// @param number 0 for the baseline before the first step, then the step's number
/// @param scheduler who was in charge meanwhile, with knobs; one after the other where it changed
/// @param beginNanos the guest's CLOCK_MONOTONIC at its begin, in ns
/// @param endNanos the same at its end
/// @param cgroups how each cgroup fared that was there at the end, without the root
/// @param workers how each of the scenario's workers fared, also those that ended on the way
public record ScenarioPhase(
        int number,
        String scheduler,
        long beginNanos,
        long endNanos,
        List<CgroupPart> cgroups,
        List<WorkerPart> workers) {
    public ScenarioPhase {
        cgroups = List.copyOf(cgroups);
        workers = List.copyOf(workers);
    }

    /// How a cgroup and those below it fared during a phase.
    ///
    /// @param path relative to `/sys/fs/cgroup`
    /// @param weight `cpu.weight` at the end
    /// @param tasks in the cgroup itself, at the end
    /// @param cpuMicros CPU time used
    /// @param throttled how often `cpu.max` stopped it
    /// @param throttledMicros for how long, summed over CPUs
    public record CgroupPart(
            String path, int weight, int tasks, long cpuMicros, long throttled, long throttledMicros) {}

    /// How a worker fared during a phase.
    ///
    /// @param end how it has fared since it was spawned, by the phase's end; with whether and how it
    ///     ended
    /// @param workUnits work done
    /// @param cpuNanos time on a CPU
    /// @param runDelayNanos time runnable but waiting
    /// @param timeslices times it was put on a CPU
    /// @param migrations times it went to another CPU
    public record WorkerPart(
            WorkerReport end, long workUnits, long cpuNanos, long runDelayNanos, long timeslices, long migrations) {

        /// The worker.
        public Worker worker() {
            return end.worker();
        }
    }

    /// How long it lasted, in ns of guest time.
    public long nanos() {
        return endNanos - beginNanos;
    }

    /// A cgroup's part.
    ///
    /// @throws LabException if it was not there; says which were
    public CgroupPart cgroup(String path) {
        return cgroups.stream()
                .filter(part -> part.path().equals(path))
                .findFirst()
                .orElseThrow(() -> LabException.asked(
                                String.format(Locale.ROOT, "phase %d has no cgroup '%s'", number, path))
                        .available(
                                cgroups.stream().map(CgroupPart::path).toList().toString())
                        .remedy("name a cgroup that was there when the phase ended")
                        .exception());
    }

    /// A cgroup's share of the CPU time that it and the cgroups beside it used, 0 to 1.
    ///
    /// @throws LabException if it was not there, or none of them used any
    public double share(String path) {
        long own = cgroup(path).cpuMicros();
        long all = cgroups.stream()
                .filter(part -> above(part.path()).equals(above(path)))
                .mapToLong(CgroupPart::cpuMicros)
                .sum();
        if (all == 0) {
            throw LabException.asked("the cgroup '%s' has no share of CPU time".formatted(path))
                    .found("neither it nor a cgroup beside it used any in phase " + number)
                    .remedy("give it workers that run")
                    .exception();
        }
        return (double) own / all;
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
