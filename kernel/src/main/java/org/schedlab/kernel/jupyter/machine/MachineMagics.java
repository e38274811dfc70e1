package org.schedlab.kernel.jupyter.machine;

import java.util.List;
import org.schedlab.kernel.jupyter.SchedlabKernel;
import org.schedlab.kernel.jupyter.magics.Magic;
import org.schedlab.kernel.session.Lab;

/// What makes the Jupyter kernel a laboratory: its magics, its imports, and the machine that ends with it.
public final class MachineMagics {
    private static final List<String> IMPORTS = List.of(
            "import java.time.Duration;",
            "import java.util.*;",
            "import static org.schedlab.kernel.session.ColdOps.*;",
            "import static org.schedlab.kernel.session.Lab.*;",
            "import static org.schedlab.guest.agent.Policy.*;",
            "import org.schedlab.guest.scheduler.Schedulers;",
            "import org.schedlab.kernel.session.*;",
            "import tech.tablesaw.api.*;");

    private MachineMagics() {}

    /// A kernel with the machine's magics and imports. The machine of the current session ends with the kernel.
    public static SchedlabKernel kernel() {
        List<Magic> magics = List.of(new BootMagic(), new SchedulerMagic(), new ConsoleMagic());
        SchedlabKernel kernel = new SchedlabKernel(magics, IMPORTS);
        kernel.closeOnShutdown(Lab::close);
        return kernel;
    }
}
