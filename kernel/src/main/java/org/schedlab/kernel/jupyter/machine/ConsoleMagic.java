package org.schedlab.kernel.jupyter.machine;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.session.Lab;

/// `%console`: what the guest's kernel printed last.
final class ConsoleMagic implements LineMagic {
    @Override
    public String name() {
        return "console";
    }

    @Override
    public String usage() {
        return "%console — the last lines of the guest's console";
    }

    @Override
    public Object run(MagicCall call) {
        return String.join("\n", Lab.console());
    }
}
