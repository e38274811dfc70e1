package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
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
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public Object run(MagicCall call) {
        if (call.flag("java")) {
            return call.arguments().isEmpty() ? "maps()" : "map(\"%s\")".formatted(call.argument("the map's name"));
        }
        return call.arguments().isEmpty() ? Lab.maps() : Lab.map(call.argument("the map's name"));
    }
}
