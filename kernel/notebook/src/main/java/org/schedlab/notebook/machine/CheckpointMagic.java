package org.schedlab.notebook.machine;

import java.util.List;

import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;

/// `%checkpoint`: keeps the present moment, for `%rewind`.
final class CheckpointMagic implements LineMagic {
    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String usage() {
        return "%checkpoint [NAME] — keeps this moment for %rewind; without a name, under the cell's number";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public Object run(MagicCall call) {
        String name = call.arguments().isEmpty()
                ? Integer.toString(Lab.currentCell())
                : call.argument("the checkpoint's name");
        if (call.flag("java")) {
            return "checkpoint(\"" + name + "\")";
        }
        return Lab.checkpoint(name).text();
    }
}
