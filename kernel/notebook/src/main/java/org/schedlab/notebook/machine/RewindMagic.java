package org.schedlab.notebook.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.schedlab.lab.words.Lab;
import org.schedlab.lab.words.PastWords;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.CheckpointNames;
import org.schedlab.vm.LabException;

/// `%rewind`: brings the machine back to a checkpoint.
final class RewindMagic implements LineMagic {
    @Override
    public String name() {
        return "rewind";
    }

    @Override
    public String usage() {
        return "%rewind [CELL | NAME] [--at NANOSECONDS] [--of NOTEBOOK] — the machine is as it was after a cell, at a checkpoint, or before an instant, also after a crash";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(
                new MagicOption(
                        "at",
                        "NANOSECONDS",
                        "an instant of the past by the guest's clock, as tables have it in columns of [ns]"),
                new MagicOption(
                        "of",
                        "FILE",
                        "an executed notebook: boots its machine and brings it there by the journal in its outputs"),
                MagicOption.flag("java", "prints the Java that does the same"));
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
        Optional<Long> instant = call.option("at").map(RewindMagic::nanos);
        if (instant.isPresent()) {
            return call.flag("java")
                    ? "rewind(" + instant.get() + "L)"
                    : PastWords.rewind(instant.get()).text();
        }
        Optional<Path> recorded = call.option("of")
                .map(Path::of)
                .or(() -> Lab.ifBooted().isEmpty() ? RecordedNotebook.ofThisKernel() : Optional.empty());
        if (recorded.isPresent() && !call.flag("java")) {
            return RecordedNotebook.read(recorded.get()).bring(cell(name));
        }
        if (call.flag("java")) {
            return name.isEmpty() ? "rewind()" : "rewind(\"" + name + "\")";
        }
        String when = Lab.rewind(name).time();
        return "back at %s: the guest's clock stands at %s".formatted(place(name), when);
    }

    private static long nanos(String typed) {
        String digits = typed.replace(",", "").replace("_", "");
        if (!digits.matches("[0-9]{1,18}")) {
            throw LabException.asked("'%s' is not an instant".formatted(typed))
                    .remedy("give the guest's clock in ns: %rewind --at 1234567890")
                    .exception();
        }
        return Long.parseLong(digits);
    }

    private static int cell(String name) {
        if (!name.matches("[0-9]{1,9}")) {
            throw LabException.asked("a notebook's journal leads to the ends of cells, not to '%s'".formatted(name))
                    .remedy("give the number of a cell: %rewind 7 --of notebook.ipynb")
                    .exception();
        }
        return Integer.parseInt(name);
    }

    private static String place(String name) {
        if (name.isEmpty()) {
            return "the latest checkpoint";
        }
        return name.matches("[0-9]+") ? "the end of cell " + name : "checkpoint '" + name + "'";
    }
}
