package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;

/// `%provenance`: what the bits of this session come from.
final class ProvenanceMagic implements LineMagic {
    @Override
    public String name() {
        return "provenance";
    }

    @Override
    public String usage() {
        return "%provenance — what this session's bits come from: versions, hashes, seed, topology, quantum, mode";
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
        return call.flag("java") ? "provenance()" : Lab.provenance();
    }
}
