package org.schedlab.lab.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.machine.SessionMachine;

/// What the guest says of cgroups and workers at one moment.
///
/// @param guestTimeNanos when
/// @param cgroups all but the root
/// @param workers of the scenario
record ScenarioMeter(long guestTimeNanos, List<CgroupState> cgroups, List<WorkerReport> workers) {

    static ScenarioMeter read(SessionMachine session, List<Worker> workers) {
        long now = session.instant().guestTimeNanos();
        List<WorkerReport> reports = workers.isEmpty() ? List.of() : session.look(agent -> agent.report(workers));
        return session.ask("measure", agent -> {
            List<CgroupState> cgroups = agent.cgroups().stream()
                    .filter(state -> !state.path().isEmpty())
                    .toList();
            return new ScenarioMeter(now, cgroups, reports);
        });
    }

    /// What happened between an earlier moment and this one; what was not there then began at nothing.
    ///
    /// @param scheduler who was in charge meanwhile, in words
    ScenarioPhase since(ScenarioMeter begin, int number, String scheduler) {
        Map<String, CgroupState> cgroupsThen =
                begin.cgroups.stream().collect(Collectors.toMap(CgroupState::path, Function.identity()));
        Map<Worker, WorkerReport> workersThen =
                begin.workers.stream().collect(Collectors.toMap(WorkerReport::worker, Function.identity()));
        return new ScenarioPhase(
                number,
                scheduler,
                begin.guestTimeNanos,
                guestTimeNanos,
                cgroups.stream()
                        .map(now -> part(Optional.ofNullable(cgroupsThen.get(now.path())), now))
                        .toList(),
                workers.stream()
                        .map(now -> part(Optional.ofNullable(workersThen.get(now.worker())), now))
                        .toList());
    }

    private static ScenarioPhase.CgroupPart part(Optional<CgroupState> then, CgroupState now) {
        return new ScenarioPhase.CgroupPart(
                now.path(),
                now.weight(),
                now.tasks(),
                now.usageMicros() - then.map(CgroupState::usageMicros).orElse(0L),
                now.stat("nr_throttled")
                        - then.map(state -> state.stat("nr_throttled")).orElse(0L),
                now.throttledMicros() - then.map(CgroupState::throttledMicros).orElse(0L));
    }

    private static ScenarioPhase.WorkerPart part(Optional<WorkerReport> then, WorkerReport now) {
        return new ScenarioPhase.WorkerPart(
                now,
                since(now.workUnits(), then.map(WorkerReport::workUnits)),
                since(now.cpuNanos(), then.map(WorkerReport::cpuNanos)),
                since(now.runDelayNanos(), then.map(WorkerReport::runDelayNanos)),
                since(now.timeslices(), then.map(WorkerReport::timeslices)),
                since(now.migrationCount(), then.map(WorkerReport::migrationCount)));
    }

    private static long since(long now, Optional<Long> then) {
        boolean known = now != WorkerReport.NOT_MEASURED;
        return known
                ? now - then.filter(count -> count != WorkerReport.NOT_MEASURED).orElse(0L)
                : now;
    }
}
