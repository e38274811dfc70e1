package org.schedlab.lab.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.WatchdogReport;
import org.schedlab.lab.charts.ShareChart;
import org.schedlab.lab.tables.ReplyTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.Reply;
import tech.tablesaw.api.Table;

/// What a scenario brought: the replies of its cold operations, what was measured during its holds,
/// what it did when, and what became of the machine.
///
/// @param batches one result for each run of adjacent cold operations that was begun, in order
/// @param phases one for each hold that came to its end; a step without a hold has none
/// @param events what was done, in order
/// @param snapshots in the order of their capture
/// @param end how it ended
/// @param instant when and where the last thing happened
public record ScenarioResult(
        List<BatchResult> batches,
        List<ScenarioPhase> phases,
        List<ScenarioEvent> events,
        List<Snapshot> snapshots,
        ScenarioEnd end,
        MeasuredAt instant)
        implements Tabular {
    private static final int LONGER = 4;

    public ScenarioResult {
        batches = List.copyOf(batches);
        phases = List.copyOf(phases);
        events = List.copyOf(events);
        snapshots = List.copyOf(snapshots);
    }

    /// Whether every operation succeeded, in time, and the machine still stands.
    public boolean success() {
        return end.clean() && batches.stream().allMatch(BatchResult::success);
    }

    /// Whether a watchdog fired before the scenario was over; [ScenarioEnd#watchdog()] says which.
    public boolean timedOut() {
        return end.watchdog().isPresent();
    }

    /// The kernel's panic line, or how QEMU ended.
    public Optional<String> crashMessage() {
        return end.crashMessage();
    }

    /// What became of the machine.
    public ExitState exit() {
        return end.exit();
    }

    /// The end as a number for scripts, in the way of shells: 0 for a success, 1 if an operation was
    /// refused, 124 if a watchdog fired, 134 if the kernel panicked, 137 if QEMU ended.
    public int exitCode() {
        if (timedOut()) {
            return 124;
        }
        return switch (exit()) {
            case PANICKED -> 134;
            case GONE -> 137;
            case FROZEN -> success() ? 0 : 1;
        };
    }

    /// All replies in the order of their operations.
    public List<Reply> replies() {
        return batches.stream().flatMap(batch -> batch.replies().stream()).toList();
    }

    /// The one reply with a tag.
    ///
    /// @throws LabException naming the tags there are
    public Reply reply(String tag) {
        List<Reply> found =
                replies().stream().filter(reply -> reply.tag().equals(tag)).toList();
        if (found.size() != 1) {
            throw LabException.asked(String.format(Locale.ROOT, "there are %d replies tagged '%s'", found.size(), tag))
                    .available("tags " + replies().stream().map(Reply::tag).toList())
                    .remedy("give each operation a tag of its own")
                    .exception();
        }
        return found.getFirst();
    }

    /// What was measured during one hold.
    ///
    /// @param number 0 for the baseline, then the step's number
    /// @throws LabException if there is no such phase; says which there are, and why the scenario
    ///     ended
    public ScenarioPhase phase(int number) {
        return phases.stream()
                .filter(phase -> phase.number() == number)
                .findFirst()
                .orElseThrow(() -> LabException.asked("the scenario has no phase " + number)
                        .found(success() ? "it has no hold" : why())
                        .available(phases.stream()
                                .map(ScenarioPhase::number)
                                .toList()
                                .toString())
                        .remedy("give the step a hold, such as hold(s(1))")
                        .exception());
    }

    /// The snapshot of a name.
    ///
    /// @throws LabException if there is none, or more than one; says which there are
    public Snapshot snapshot(String name) {
        List<Snapshot> found =
                snapshots.stream().filter(each -> each.name().equals(name)).toList();
        if (found.size() != 1) {
            throw LabException.asked(
                            String.format(Locale.ROOT, "there are %d snapshots called '%s'", found.size(), name))
                    .available(snapshots.stream().map(Snapshot::name).toList().toString())
                    .remedy("captureSnapshot(\"%s\") in a step makes one".formatted(name))
                    .exception();
        }
        return found.getFirst();
    }

    /// This result, if it is a success.
    ///
    /// @throws LabException saying which operation failed and why, or how it ended
    public ScenarioResult orThrow() {
        if (!success()) {
            throw new LabException(why());
        }
        return this;
    }

    private String why() {
        return end.problem()
                .or(end::crashMessage)
                .or(() -> end.watchdog().map(ScenarioResult::told))
                .orElse("the machine is gone");
    }

    /// What the user is told when a watchdog fired; empty if none did.
    public Optional<String> timeOut() {
        return end.watchdog().map(ScenarioResult::told);
    }

    private static String told(WatchdogReport report) {
        LabException.Message message = LabException.asked(report.text());
        return switch (report.watchdog()) {
            case HOST_DEADLINE ->
                message.remedy(String.format(
                                Locale.ROOT,
                                "hostDeadline lengthens it: execute(Scenario.of(…).hostDeadline(s(%d)))",
                                Math.max(1, report.limit().toSeconds()) * LONGER))
                        .text();
            case GUEST_DURATION ->
                message.remedy("guestLimit allows more: execute(Scenario.of(…).guestLimit(s(…)))")
                        .text();
            case SESSION -> message.text();
        };
    }

    /// The replies, a row for each: request, tag, target, type, before, after, reason. A scenario
    /// without cold operations gives [#cgroupTable()] instead, or [#eventTable()] if that is empty
    /// too.
    @Override
    public Table table() {
        if (!batches.isEmpty()) {
            return ReplyTable.of(replies(), instant.caption());
        }
        return phases.stream().anyMatch(phase -> !phase.cgroups().isEmpty()) ? cgroupTable() : eventTable();
    }

    /// A row for each phase and cgroup: what it used, and its share among the cgroups beside it.
    public Table cgroupTable() {
        return PhaseTables.cgroups(phases, instant.place());
    }

    /// A row for each phase and worker: what it did, and how fast.
    public Table workerTable() {
        return PhaseTables.workers(phases, instant.place());
    }

    /// A row for each thing that was done: when, in which phase, what.
    public Table eventTable() {
        return PhaseTables.events(events, instant.place());
    }

    /// The CPU time of each cgroup, phase by phase.
    ///
    /// @throws LabException if there was nothing to measure
    public JFreeChart chart() {
        return ShareChart.of(PhaseTables.shares(phases, instant.place()));
    }
}
