package org.schedlab.notebook.machine;

import java.util.List;
import java.util.Optional;

import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.MapNames;

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
    public List<Suggestion> suggestions(TypedWord word) {
        return word.earlier().isEmpty() ? MapNames.all() : List.of();
    }

    @Override
    public Optional<String> explain(TypedWord word) {
        return MapNames.explain(word.typed());
    }

    @Override
    public Object run(MagicCall call) {
        if (call.flag("java")) {
            return call.arguments().isEmpty() ? "maps()" : "map(\"%s\")".formatted(call.argument("the map's name"));
        }
        return call.arguments().isEmpty() ? Lab.maps() : Lab.map(call.argument("the map's name"));
    }
}
