package org.schedlab.kernel.jupyter.machine;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.session.Lab;

/// `%maps`: the BPF maps of the scheduler in charge, or what stands in one.
final class MapsMagic implements LineMagic {
    @Override
    public String name() {
        return "maps";
    }

    @Override
    public String usage() {
        return "%maps [NAME] — lists the BPF maps of the scheduler in charge, or shows what stands in one";
    }

    @Override
    public Object run(MagicCall call) {
        return call.arguments().isEmpty() ? Lab.maps() : Lab.map(call.argument("the map's name"));
    }
}
