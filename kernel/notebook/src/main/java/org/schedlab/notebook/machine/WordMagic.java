package org.schedlab.notebook.machine;

import java.util.List;
import java.util.function.Supplier;

import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;

/// A magic that takes nothing and does what one word of [org.schedlab.lab.words.Lab] does.
///
/// @param java the Java that does the same
/// @param word does it, and gives what the cell shows
record WordMagic(String name, String usage, String java, Supplier<?> word) implements LineMagic {
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
        return call.flag("java") ? java : word.get();
    }
}
