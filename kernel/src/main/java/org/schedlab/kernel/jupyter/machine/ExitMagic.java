package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;

/// `%exit`: how the last scheduler ended.
final class ExitMagic implements LineMagic {
    @Override
    public String name() {
        return "exit";
    }

    @Override
    public String usage() {
        return "%exit — how the last scheduler ended: verdict, reason, backtrace, what each CPU was doing";
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
        return call.flag("java") ? "exitReport()" : Lab.exitReport();
    }
}
