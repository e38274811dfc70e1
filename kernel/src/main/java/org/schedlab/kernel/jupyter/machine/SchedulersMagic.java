package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;

/// `%schedulers`: which schedulers came and went.
final class SchedulersMagic implements LineMagic {
    @Override
    public String name() {
        return "schedulers";
    }

    @Override
    public String usage() {
        return "%schedulers — which schedulers came and went in this session, and why";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public boolean takesArguments() {
        return false;
    }

    @Override
    public Object run(MagicCall call) {
        return call.flag("java") ? "schedulerHistory()" : Lab.schedulerHistory();
    }
}
