package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
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
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public boolean takesArguments() {
        return false;
    }

    @Override
    public Object run(MagicCall call) {
        if (call.flag("java")) {
            return "String.join(\"\\n\", console())";
        }
        return String.join("\n", Lab.console());
    }
}
