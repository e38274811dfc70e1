package org.schedlab.notebook.machine;

import java.util.List;
import java.util.OptionalLong;

import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.magics.Magic;

/// What makes the Jupyter kernel a laboratory: its magics and its imports.
public final class MachineMagics {
    private static final List<String> IMPORTS = List.of(
            "import static org.schedlab.lab.cold.ColdOps.*;",
            "import static org.schedlab.lab.words.Lab.*;",
            "import static org.schedlab.lab.words.TraceWords.*;",
            "import static org.schedlab.lab.words.ShowWords.*;",
            "import static org.schedlab.lab.words.CourseWords.*;",
            "import static org.schedlab.experiments.words.ExperimentWords.*;",
            "import static org.schedlab.hunt.words.HuntWords.hunt;",
            "import static org.schedlab.lab.words.PastWords.*;",
            "import static org.schedlab.lab.words.LoadWords.*;",
            "import static org.schedlab.lab.words.StatsWords.*;",
            "import static org.schedlab.lab.words.StopWords.*;",
            "import static org.schedlab.lab.words.LookWords.*;",
            "import static org.schedlab.lab.scenario.Ops.*;",
            "import static org.schedlab.guest.work.Policy.*;",
            "import org.schedlab.experiments.*;",
            "import org.schedlab.experiments.statistics.*;",
            "import org.schedlab.guest.agent.*;",
            "import org.schedlab.guest.cgroup.*;",
            "import org.schedlab.guest.protocol.AgentException;",
            "import org.schedlab.guest.scheduler.Scheduler;",
            "import org.schedlab.guest.scheduler.Schedulers;",
            "import org.schedlab.guest.work.*;",
            "import org.schedlab.hunt.*;",
            "import org.schedlab.lab.*;",
            "import org.schedlab.lab.breakpoints.*;",
            "import org.schedlab.lab.cold.*;",
            "import org.schedlab.lab.dump.*;",
            "import org.schedlab.lab.export.*;",
            "import org.schedlab.lab.flightrecorder.*;",
            "import org.schedlab.lab.objects.*;",
            "import org.schedlab.lab.past.*;",
            "import org.schedlab.lab.queues.*;",
            "import org.schedlab.lab.recorder.*;",
            "import org.schedlab.lab.report.*;",
            "import org.schedlab.lab.runqueues.*;",
            "import org.schedlab.lab.scenario.*;",
            "import org.schedlab.lab.schedulers.*;",
            "import org.schedlab.lab.series.*;",
            "import org.schedlab.lab.stats.*;",
            "import org.schedlab.lab.session.*;",
            "import org.schedlab.lab.stacks.*;",
            "import org.schedlab.lab.time.*;",
            "import org.schedlab.lab.trace.*;",
            "import org.schedlab.lab.verdict.*;",
            "import org.schedlab.lab.words.*;",
            "import org.schedlab.lab.workers.*;",
            "import tech.tablesaw.api.*;");

    private MachineMagics() {}

    /// `%boot`, `%pause`, `%resume`, `%scheduler`, `%checkpoint`, `%checkpoints`, `%rewind`,
    /// `%provenance`, `%console`, `%knobs`, `%maps`, `%record`, `%schedulers`, `%exit`, `%report`.
    public static List<Magic> all() {
        return List.of(
                new BootMagic(),
                new WordMagic(
                        "pause",
                        "%pause — a live machine stands still until %resume; in virtual time it stands between cells anyway",
                        "pause()",
                        Lab::pause),
                new WordMagic(
                        "resume",
                        "%resume — guest time passes between cells again, after %pause; in virtual time it never does",
                        "resume()",
                        Lab::resume),
                new SchedulerMagic(),
                new CheckpointMagic(),
                new WordMagic(
                        "checkpoints",
                        "%checkpoints — the moments that %rewind comes back to: one after each cell that moved the machine",
                        "checkpoints()",
                        Lab::checkpoints),
                new RewindMagic(),
                new WordMagic(
                        "provenance",
                        "%provenance — what this session's bits come from: versions, hashes, seed, topology, quantum, mode",
                        "provenance()",
                        Lab::provenance),
                new WordMagic(
                        "console",
                        "%console — the last lines of the guest's console",
                        "String.join(\"\\n\", console())",
                        () -> String.join("\n", Lab.console())),
                new KnobsMagic(),
                new MapsMagic(),
                new RecordMagic(),
                new WordMagic(
                        "schedulers",
                        "%schedulers — which schedulers came and went in this session, and why",
                        "schedulerHistory()",
                        Lab::schedulerHistory),
                new WordMagic(
                        "exit",
                        "%exit — how the last scheduler ended: verdict, reason, backtrace, what each CPU was doing",
                        "exitReport()",
                        Lab::exitReport),
                new ReportMagic());
    }

    /// Where the guest's clock stands, in ns; empty without a machine.
    public static OptionalLong guestClock() {
        return Lab.ifBooted().stream()
                .mapToLong(session -> session.instant().guestTimeNanos())
                .findFirst();
    }

    /// The imports that every cell sees: the words of [org.schedlab.lab.words.Lab],
    /// [org.schedlab.lab.words.LookWords], [org.schedlab.lab.words.TraceWords], [org.schedlab.lab.words.PastWords],
    /// [org.schedlab.experiments.words.ExperimentWords],
    /// [org.schedlab.lab.scenario.Ops] and [org.schedlab.lab.cold.ColdOps].
    public static List<String> imports() {
        return IMPORTS;
    }
}
