package org.schedlab.kernel.jupyter.machine;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
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
    public Object run(MagicCall call) {
        return Lab.schedulerHistory();
    }
}
