package org.schedlab.notebook.machine;

import java.util.List;
import java.util.Optional;

import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.CheckpointNames;

/// `%rewind`: brings the machine back to a checkpoint.
final class RewindMagic implements LineMagic {
    @Override
    public String name() {
        return "rewind";
    }

    @Override
    public String usage() {
        return "%rewind [CELL | NAME] — the machine is as it was after a cell, or at a checkpoint, also after a crash";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return word.earlier().isEmpty() ? CheckpointNames.all().toList() : List.of();
    }

    @Override
    public Optional<String> explain(TypedWord word) {
        return CheckpointNames.explain(word.typed());
    }

    @Override
    public Object run(MagicCall call) {
        String name = call.arguments().isEmpty() ? "" : call.argument("the cell's number or the checkpoint's name");
        if (call.flag("java")) {
            return name.isEmpty() ? "rewind()" : "rewind(\"" + name + "\")";
        }
        String when = Lab.rewind(name).time();
        return "back at %s: the guest's clock stands at %s".formatted(place(name), when);
    }

    private static String place(String name) {
        if (name.isEmpty()) {
            return "the latest checkpoint";
        }
        return name.matches("[0-9]+") ? "the end of cell " + name : "checkpoint '" + name + "'";
    }
}
