package org.schedlab.kernel.jupyter.machine;

import java.util.Map;

import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.session.Lab;

/// `%knobs`: the variables of the scheduler in charge, shown or written.
final class KnobsMagic implements LineMagic {
    @Override
    public String name() {
        return "knobs";
    }

    @Override
    public String usage() {
        return """
                %knobs [KNOB=VALUE …] — shows the variables of the scheduler in charge, or writes some of them
                  parts of a variable are named by their path: %knobs limits[2].low=5""";
    }

    @Override
    public Object run(MagicCall call) {
        Map<String, String> knobs = KnobArguments.parse(call.arguments(), this);
        return knobs.isEmpty() ? Lab.knobs() : Lab.vm().schedulers().setKnobs(knobs);
    }
}
