package org.schedlab.kernel.session;

import java.util.List;
import java.util.stream.Collectors;

import org.schedlab.guest.agent.Worker;
import org.schedlab.guest.agent.WorkerReport;
import org.schedlab.kernel.tables.Tabular;
import org.schedlab.kernel.tables.WorkerTable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.TaskField;
import tech.tablesaw.api.Table;

/// Workers that were spawned together. As thread-safe as their session.
///
/// After a rewind to a moment before they were spawned, every call throws a [LabException] that says
/// so.
public final class Workers implements Tabular {
    private final VmSession session;
    private final long stamp;
    private final List<Worker> workers;

    Workers(VmSession session, long stamp, List<Worker> workers) {
        this.session = session;
        this.stamp = stamp;
        this.workers = List.copyOf(workers);
    }

    /// The workers in the order of their numbers.
    public List<Worker> list() {
        session.requireHappened(this);
        return workers;
    }

    /// One worker, counted from 0.
    public Worker get(int number) {
        session.requireHappened(this);
        if (number < 0 || number >= workers.size()) {
            throw LabException.asked("there is no worker %d in this group".formatted(number))
                    .available("0 to %d".formatted(workers.size() - 1))
                    .remedy("count from 0")
                    .exception();
        }
        return workers.get(number);
    }

    /// A field of the first worker's `task_struct`.
    public TaskField field(String path) {
        return field(get(0), path);
    }

    static TaskField field(Worker worker, String path) {
        return new TaskField(worker.pid(), worker.startTimeTicks(), path);
    }

    /// How each worker has fared so far. Guest time moves by what the agent needs to look.
    public List<WorkerReport> report() {
        return session.askAbout(this, "report", agent -> agent.report(workers));
    }

    /// Ends the workers and tells how each has fared.
    public List<WorkerReport> stop() {
        return session.askAbout(this, "stop workers", agent -> agent.stop(workers));
    }

    /// [#report()] as a table.
    @Override
    public Table table() {
        List<WorkerReport> reports = report();
        return WorkerTable.of(reports, session.instant().caption());
    }

    /// The same workers in another session: in a future of a fork.
    public Workers in(VmSession future) {
        session.requireHappened(this);
        return new Workers(future, future.stamp(), workers);
    }

    long stamp() {
        return stamp;
    }

    String words() {
        return "These workers (%s, pid %s)"
                .formatted(
                        workers.getFirst().comm(),
                        workers.stream()
                                .map(worker -> Integer.toString(worker.pid()))
                                .collect(Collectors.joining(", ")));
    }
}
