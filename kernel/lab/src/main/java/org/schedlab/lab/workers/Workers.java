package org.schedlab.lab.workers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jfree.chart.JFreeChart;
import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.TaskAttribute;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.TaskField;
import tech.tablesaw.api.Table;

/// Workers that were spawned together. As thread-safe as their session.
///
/// After a rewind to a moment before they were spawned, every call throws a [LabException] that says
/// so.
public final class Workers implements Tabular {
    private static final int MOST_NAMED = 8;

    private final SessionMachine session;
    private final long stamp;
    private final List<Worker> workers;

    /// @param stamp of the call that made them, on the session's timeline
    public Workers(SessionMachine session, long stamp, List<Worker> workers) {
        this.session = session;
        this.stamp = stamp;
        this.workers = List.copyOf(workers);
    }

    /// Starts workers, all at one moment.
    public static Workers spawn(SessionMachine session, WorkerSpec spec) {
        return session.inTurn(guest -> {
            List<Worker> workers = guest.ask("spawn", agent -> {
                List<Worker> spawned = agent.spawn(spec);
                session.used().brought(agent, spec);
                return spawned;
            });
            return new Workers(session, session.spawned().add(workers), workers);
        });
    }

    /// The workers in the order of their numbers.
    public List<Worker> list() {
        requireHappened();
        return workers;
    }

    /// One worker, counted from 0.
    public Worker get(int number) {
        requireHappened();
        if (number < 0 || number >= workers.size()) {
            throw LabException.asked(String.format(Locale.ROOT, "there is no worker %d in this group", number))
                    .available(String.format(Locale.ROOT, "0 to %d", workers.size() - 1))
                    .remedy("count from 0")
                    .exception();
        }
        return workers.get(number);
    }

    /// A field of the first worker's `task_struct`.
    public TaskField field(String path) {
        return field(get(0), path);
    }

    /// A field of a worker's `task_struct`.
    public static TaskField field(Worker worker, String path) {
        return new TaskField(worker.pid(), worker.startTimeTicks(), path);
    }

    /// How each worker has fared so far, read out of the guest's RAM: no guest time passes, nothing
    /// changes there, and there is no row in [org.schedlab.lab.session.VmSession#freezes()].
    public List<WorkerReport> report() {
        return session.look(agent -> {
            requireHappened();
            return agent.report(workers);
        });
    }

    /// Lets the workers run on these CPUs only, from now on.
    ///
    /// @throws LabException if the machine does not have them or the workers' cgroup does not allow
    ///     them
    public Workers affinity(CpusetSpec cpus) {
        List<Integer> resolved = cpus.resolve(session.options().topology());
        return ask("affinity", agent -> {
            agent.setAffinity(workers, resolved);
            return this;
        });
    }

    /// Gives them another policy, from now on: `normal`, `fifo(10)`, `deadline(…)`.
    ///
    /// @throws LabException if the kernel refuses it for one of them: then all are as they were
    public Workers policy(Policy policy) {
        return set(new TaskAttribute.OfPolicy(policy));
    }

    /// Gives them another nice value, from now on.
    ///
    /// @param nice -20 to 19
    public Workers nice(int nice) {
        return set(new TaskAttribute.OfNice(nice));
    }

    /// Gives them a slice of their own, from now on, which EEVDF uses in place of the common one (from 6.12 on).
    ///
    /// @param slice 100 µs to 100 ms
    public Workers slice(Duration slice) {
        return set(new TaskAttribute.OfSlice(slice));
    }

    /// Clamps their utilization (uclamp), from now on.
    ///
    /// @param min 0 to 1024, the capacity of the largest CPU
    /// @param max 0 to 1024
    public Workers utilization(int min, int max) {
        return set(new TaskAttribute.OfUtilization(min, max));
    }

    private Workers set(TaskAttribute attribute) {
        return ask(attribute.text(), agent -> {
            agent.settings().set(workers, attribute);
            return this;
        });
    }

    /// Ends the workers and tells how each has fared.
    public List<WorkerReport> stop() {
        return ask("stop workers", agent -> agent.stop(workers));
    }

    /// How they have fared so far, as tables and charts. No guest time passes, as in [#report()].
    public WorkerReports reports() {
        List<WorkerReport> reports = report();
        long oldest = reports.stream()
                .filter(report -> report.ending() instanceof Ending.Alive)
                .mapToLong(WorkerReport::wallNanos)
                .max()
                .orElse(0);
        return new WorkerReports(
                reports,
                session.measuredSince(session.instant().guestTimeNanos() - oldest),
                session.options().topology().cpus());
    }

    /// [#reports()] as a table.
    @Override
    public Table table() {
        return reports().table();
    }

    /// [#reports()] as a chart: what each worker's time went into.
    public JFreeChart chart() {
        return reports().chart();
    }

    /// Their wake-up latencies so far, as table and chart.
    public WakeLatencies latencies() {
        return reports().latencies();
    }

    /// Their migrations so far, as table and chart.
    public Migrations migrations() {
        return reports().migrations();
    }

    /// The same workers in another session: in a future of a fork.
    public Workers in(WorkerSession future) {
        requireHappened();
        return future.workers(workers);
    }

    private <T> T ask(String purpose, Function<Agent, T> question) {
        return session.inTurn(guest -> {
            requireHappened();
            return guest.ask(purpose, question);
        });
    }

    private void requireHappened() {
        session.timeline().require(stamp, words());
    }

    /// Who they are, such as `2 workers: spin-0 (pid 137), spin-1 (pid 138)`, also after a rewind.
    @Override
    public String toString() {
        String named = workers.stream()
                .limit(MOST_NAMED)
                .map(worker -> worker.comm() + " (pid " + worker.pid() + ")")
                .collect(Collectors.joining(", "));
        return (workers.size() == 1 ? "1 worker: " : workers.size() + " workers: ")
                + named
                + (workers.size() > MOST_NAMED ? ", …" : "");
    }

    public String words() {
        return "These workers (%s, pid %s)"
                .formatted(
                        workers.getFirst().comm(),
                        workers.stream()
                                .map(worker -> Integer.toString(worker.pid()))
                                .collect(Collectors.joining(", ")));
    }
}
