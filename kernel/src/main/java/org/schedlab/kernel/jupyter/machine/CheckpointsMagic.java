package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;

/// `%checkpoints`: the moments that `%rewind` comes back to.
final class CheckpointsMagic implements LineMagic {
    @Override
    public String name() {
        return "checkpoints";
    }

    @Override
    public String usage() {
        return "%checkpoints — the moments that %rewind comes back to: one after each cell that moved the machine";
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
        return call.flag("java") ? "checkpoints()" : Lab.checkpoints();
    }
}
