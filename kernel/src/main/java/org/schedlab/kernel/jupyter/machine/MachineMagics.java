package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.Magic;

/// What makes the Jupyter kernel a laboratory: its magics and its imports.
public final class MachineMagics {
    private static final List<String> IMPORTS = List.of(
            "import java.time.Duration;",
            "import java.util.*;",
            "import static org.schedlab.kernel.session.ColdOps.*;",
            "import static org.schedlab.kernel.session.Lab.*;",
            "import static org.schedlab.kernel.session.Ops.*;",
            "import static org.schedlab.guest.agent.Policy.*;",
            "import org.schedlab.guest.cgroup.*;",
            "import org.schedlab.guest.scheduler.Scheduler;",
            "import org.schedlab.guest.scheduler.Schedulers;",
            "import org.schedlab.guest.work.*;",
            "import org.schedlab.kernel.session.*;",
            "import org.schedlab.kernel.verdict.*;",
            "import tech.tablesaw.api.*;");

    private MachineMagics() {}

    /// `%boot`, `%pause`, `%resume`, `%scheduler`, `%checkpoint`, `%checkpoints`, `%rewind`,
    /// `%provenance`, `%console`, `%knobs`, `%maps`, `%schedulers`, `%exit`.
    public static List<Magic> all() {
        return List.of(
                new BootMagic(),
                new PauseMagic(),
                new ResumeMagic(),
                new SchedulerMagic(),
                new CheckpointMagic(),
                new CheckpointsMagic(),
                new RewindMagic(),
                new ProvenanceMagic(),
                new ConsoleMagic(),
                new KnobsMagic(),
                new MapsMagic(),
                new SchedulersMagic(),
                new ExitMagic());
    }

    /// The imports that every cell sees: the words of [org.schedlab.kernel.session.Lab],
    /// [org.schedlab.kernel.session.Ops] and [org.schedlab.kernel.session.ColdOps].
    public static List<String> imports() {
        return IMPORTS;
    }
}
