package org.schedlab.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.experiments.words.ExperimentWords;
import org.schedlab.hunt.words.HuntWords;
import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.words.CourseWords;
import org.schedlab.lab.words.Lab;
import org.schedlab.lab.words.LoadWords;
import org.schedlab.lab.words.LookWords;
import org.schedlab.lab.words.PastWords;
import org.schedlab.lab.words.ShowWords;
import org.schedlab.lab.words.StatsWords;
import org.schedlab.lab.words.StopWords;
import org.schedlab.lab.words.TraceWords;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.host.HostMagics;
import org.schedlab.notebook.machine.MachineMagics;
import org.schedlab.notebook.magics.CellMagic;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.notebook.magics.Magics;

/// The reference: magics, words and the types behind them, written from the code itself.
final class ReferencePages {
    static final String GENERATED =
            "<!-- Written from the code by ./schedlab docs; edit the code, not this page. -->\n";

    private final TypeReader reader;

    ReferencePages(JavaSources sources) {
        reader = new TypeReader(sources);
    }

    static String magics() {
        var page = new StringBuilder(GENERATED).append("""
                # Magics

                A line that starts with `%` or a cell that starts with `%%` is a magic. `%help` lists them in the notebook, `%help NAME`
                explains one, Tab completes names, options and values.
                """);
        List<Magic> all = new ArrayList<>(MachineMagics.all());
        all.addAll(HostMagics.all(OptionalLong::empty));
        for (Magic magic : new Magics(all).all()) {
            page.append("\n## %s\n\n```\n%s\n```\n".formatted(forms(magic), MagicUsage.full(magic)));
        }
        return page.toString();
    }

    private static String forms(Magic magic) {
        return Stream.of(
                        magic instanceof LineMagic ? "%" + magic.name() : "",
                        magic instanceof CellMagic ? "%%" + magic.name() : "")
                .filter(form -> !form.isEmpty())
                .collect(Collectors.joining(", "));
    }

    String words() {
        var page = new StringBuilder(GENERATED).append("""
                # The words of a notebook

                Every cell sees these without an import. They act on the current machine, the one that `%boot` started; a plain program
                uses `VmSession` ([types](types.md)) instead.
                """);
        for (Class<?> words : List.of(
                Lab.class,
                TraceWords.class,
                PastWords.class,
                LoadWords.class,
                StatsWords.class,
                StopWords.class,
                LookWords.class,
                ShowWords.class,
                CourseWords.class,
                ExperimentWords.class,
                HuntWords.class,
                ColdOps.class,
                Display.class)) {
            DocumentedType type = reader.read(words.getName()).orElseThrow();
            page.append("\n## ").append(type.simpleName()).append("\n\n");
            page.append(type.comment().text()).append("\n\n");
            type.members().forEach(member -> page.append(entry(member)));
        }
        return page.toString();
    }

    String types() {
        var page = new StringBuilder(GENERATED).append("""
                # Types behind the words

                What the [words](words.md) take and give, and what that in turn takes and gives. In a notebook, Shift-Tab on a name
                shows the same.
                """);
        String lastPackage = "";
        for (String name : ReachableTypes.from(
                Lab.class,
                TraceWords.class,
                PastWords.class,
                LoadWords.class,
                StatsWords.class,
                StopWords.class,
                LookWords.class,
                ShowWords.class,
                CourseWords.class,
                ExperimentWords.class,
                HuntWords.class,
                ColdOps.class,
                Display.class)) {
            DocumentedType type = reader.read(name).orElseThrow(() -> new AssertionError("no source of " + name));
            if (!type.packageName().equals(lastPackage)) {
                lastPackage = type.packageName();
                page.append("\n## ").append(lastPackage).append('\n');
            }
            page.append("\n### %s %s\n\n%s\n\n"
                    .formatted(type.kind(), type.simpleName(), type.comment().text()));
            type.members().forEach(member -> page.append(entry(member)));
        }
        return page.toString();
    }

    private static String entry(DocumentedType.Member member) {
        String result = member.result().isEmpty() ? "" : " → `" + member.result() + "`";
        String text = member.comment().line();
        String parameters = member.comment().parameters().entrySet().stream()
                .map(each -> " `%s`: %s.".formatted(each.getKey(), sentence(each.getValue())))
                .collect(Collectors.joining());
        String exceptions = member.comment().exceptions().values().stream()
                .map(each -> " Refuses %s.".formatted(sentence(each)))
                .collect(Collectors.joining());
        return "- **`%s`**%s%s%s%s\n"
                .formatted(member.signature(), result, text.isEmpty() ? "" : " — " + text, parameters, exceptions);
    }

    private static String sentence(String text) {
        return text.replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }
}
