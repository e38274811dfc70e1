package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;

/// `%pause`: stops the time of a live machine.
final class PauseMagic implements LineMagic {
    @Override
    public String name() {
        return "pause";
    }

    @Override
    public String usage() {
        return "%pause — a live machine stands still until %resume; in virtual time it stands between cells anyway";
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
        return call.flag("java") ? "pause()" : Lab.pause();
    }
}
