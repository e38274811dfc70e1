package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;

/// `%resume`: undoes `%pause`.
final class ResumeMagic implements LineMagic {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String usage() {
        return "%resume — guest time passes between cells again, after %pause; in virtual time it never does";
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
        return call.flag("java") ? "resume()" : Lab.resume();
    }
}
