package org.schedlab.lab.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.schedlab.lab.load.PlayedLoad;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A recording of scheduling that can be played as a load: each of its tasks is a worker that runs as much CPU time
/// as the task did before it slept or woke another, is woken by whom it was woken, and wakes at the recorded time if
/// that was an interrupt or somebody who is not played. Shown by itself, it is the table of its tasks. A value; each
/// method gives one with that choice changed.
///
/// Left out unless asked for: kernel threads, which the guest has of its own, by their names, and schedlab's agent.
/// What a recording does not say is not played: CPU masks, cgroups, policies beside the priority, what a task did to
/// memory.
public final class Replay implements Tabular {
    private static final int MOST_TASKS = 512;
    private static final Pattern KERNEL_THREADS = Pattern.compile(
            "(kworker|ksoftirqd|migration|rcu|cpuhp|irq|idle_inject)"
                    + "[/_].*|kthreadd|kcompactd\\d*|khugepaged|kswapd\\d*|ksmd|kdamond.*|kauditd|khungtaskd|oom_reaper|writeback"
                    + "|kblockd|kdevtmpfs|watchdogd|pool_workqueue_.*|jbd2/.*|scsi_eh_.*|nvme.*-wq.*|napi/.*|sched_ext_.*");

    private final SessionMachine session;
    private final Supplier<Recording> recorder;
    private final String from;
    private final List<SeenEvent> events;
    private final Predicate<SeenEvent.Who> wanted;
    private final boolean pinned;

    private Replay(
            SessionMachine session,
            Supplier<Recording> recorder,
            String from,
            List<SeenEvent> events,
            Predicate<SeenEvent.Who> wanted,
            boolean pinned) {
        this.session = session;
        this.recorder = recorder;
        this.from = from;
        this.events = events;
        this.wanted = wanted;
        this.pinned = pinned;
    }

    /// Reads a recording: text of ftrace, `trace-cmd report`, `perf script` or `perf sched script`, a `trace.dat`, for
    /// which the host needs trace-cmd, or a Perfetto trace (`.pftrace`, `.perfetto-trace`).
    ///
    /// @param recorder what the session's flight recorder has
    /// @throws LabException it cannot be read, or holds no switches
    public static Replay read(SessionMachine session, Supplier<Recording> recorder, String path) {
        Predicate<SeenEvent.Who> wanted =
                who -> !KERNEL_THREADS.matcher(who.name()).matches()
                        && !(who.pid() == 1 && who.name().equals("agent"));
        return new Replay(session, recorder, path, Recorded.of(Path.of(path)), wanted, false);
    }

    /// The same with those tasks only whose names match, kernel threads too. Of one that is renamed the last name
    /// counts.
    ///
    /// @param names a regular expression, such as `firefox.*|Xorg`
    /// @throws LabException it is none
    public Replay only(String names) {
        Pattern pattern = pattern(names);
        return new Replay(
                session,
                recorder,
                from,
                events,
                who -> pattern.matcher(who.name()).matches(),
                pinned);
    }

    private static Pattern pattern(String names) {
        try {
            return Pattern.compile(names);
        } catch (PatternSyntaxException e) {
            throw LabException.asked("'%s' chooses no tasks".formatted(names))
                    .found("no regular expression: " + e.getDescription())
                    .remedy("for example only(\"firefox.*|Xorg\"); a \\\\ before a bracket takes it as it is")
                    .exception();
        }
    }

    /// The same with each task on those CPUs only on which it was seen; those of a larger machine share the CPUs
    /// that there are.
    public Replay pinned() {
        return new Replay(session, recorder, from, events, wanted, true);
    }

    /// The tasks of the recording that are to be played: priority, run time, switches, sleeps, latencies, CPUs.
    @Override
    public Table table() {
        return ModelTable.of(model(), from);
    }

    Model model() {
        return Model.of(events, wanted);
    }

    /// Starts the workers. They begin together when all are there, at the recorded phase of the tick.
    ///
    /// @throws LabException no task is left to be played, or more than workers can be
    public ReplayRun start() {
        Model model = model();
        int count = model.tasks().size();
        if (count == 0 || count > MOST_TASKS) {
            throw LabException.asked("the recording %s cannot be played".formatted(from))
                    .found(String.format(Locale.ROOT, "%d tasks", count))
                    .available(String.format(Locale.ROOT, "1 to %d", MOST_TASKS))
                    .remedy("choose some by name: replay(…).only(\"firefox.*\")")
                    .exception();
        }
        int cpus = session.options().topology().cpus();
        return new ReplayRun(session, recorder, model, PlayedLoad.start(session, ModelLoad.of(model, pinned, cpus)));
    }

    @Override
    public String toString() {
        Model model = model();
        return String.format(
                Locale.ROOT, "%s: %d tasks, %.3f ms", from, model.tasks().size(), model.nanos() / 1e6);
    }
}
