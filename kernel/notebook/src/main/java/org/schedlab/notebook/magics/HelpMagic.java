package org.schedlab.notebook.magics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.notebook.cells.Suggestion;

/// `%help`: lists the magics, or explains one.
final class HelpMagic implements LineMagic {
    private final Magics magics;

    HelpMagic(Magics magics) {
        this.magics = magics;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String usage() {
        return "%help [MAGIC] — lists the magics, or explains one";
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return magics.all().stream()
                .map(magic -> Suggestion.of(magic.name(), MagicUsage.synopsis(magic)))
                .toList();
    }

    @Override
    public Optional<String> explain(TypedWord word) {
        return magics.all().stream()
                .filter(magic -> magic.name().equals(word.typed().replaceFirst("^%%?", "")))
                .findFirst()
                .map(MagicUsage::full);
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "tells where the words of Java are listed"));
    }

    @Override
    public Object run(MagicCall call) {
        if (call.flag("java")) {
            return new HelpText("// the words of a cell are static methods; Tab after a dot lists them\n"
                    + "org.schedlab.lab.words.Lab.\norg.schedlab.lab.cold.ColdOps.");
        }
        if (!call.arguments().isEmpty()) {
            String name = call.arguments().getFirst().replaceFirst("^%%?", "");
            Magic magic = magics.all().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> magics.require(name, false));
            return new HelpText(MagicUsage.full(magic));
        }
        String list = magics.all().stream().map(MagicUsage::synopsis).collect(Collectors.joining("\n"));
        return new HelpText(list
                + "\n\nEverything else in a cell is Java. The value of the last line is shown unless it ends with ;"
                + "\nTab completes, Shift-Tab explains.");
    }
}
