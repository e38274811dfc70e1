package org.schedlab.notebook.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.notebook.magics.Notebook.PastCell;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.FileNames;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

/// `%save`: cells of this session as a file.
record SaveMagic() implements LineMagic {
    @Override
    public String name() {
        return "save";
    }

    @Override
    public String usage() {
        return "%save FILE [3 5-7 …] [--force] — writes cells of this session, all if none are named, into a file of the host";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("force", "replaces a file that is there"));
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return word.earlier().isEmpty() ? FileNames.startingWith(word.typed()) : List.of();
    }

    @Override
    public Object run(MagicCall call) {
        if (call.arguments().isEmpty()) {
            throw LabException.asked("%save needs a file")
                    .remedy(MagicUsage.synopsis(this))
                    .exception();
        }
        Path file = HostFile.of(call.arguments().getFirst());
        List<PastCell> cells = chosen(
                call.notebook().cells(),
                call.arguments().subList(1, call.arguments().size()));
        if (Files.exists(file) && !call.flag("force")) {
            throw LabException.asked("%save: there is a file " + file)
                    .remedy("%save " + file + " … --force replaces it")
                    .exception();
        }
        StringBuilder text = new StringBuilder();
        for (PastCell cell : cells) {
            text.append("// cell ").append(cell.number()).append('\n');
            text.append(cell.source().stripTrailing()).append("\n\n");
        }
        try {
            Folders.writeWhole(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw HostFile.trouble("%save", file, e);
        }
        return String.format(Locale.ROOT, "%d cells written to %s", cells.size(), file.toAbsolutePath());
    }

    private static List<PastCell> chosen(List<PastCell> cells, List<String> ranges) {
        if (ranges.isEmpty()) {
            return cells;
        }
        Set<Integer> numbers = new TreeSet<>();
        for (String range : ranges) {
            if (!range.matches("[0-9]{1,6}(-[0-9]{1,6})?")) {
                throw LabException.asked("'%s' names no cells".formatted(range))
                        .available("a cell's number or two with a dash, such as 3 5-7")
                        .exception();
            }
            String[] ends = range.split("-", -1);
            for (int number = Integer.parseInt(ends[0]); number <= Integer.parseInt(ends[ends.length - 1]); number++) {
                numbers.add(number);
            }
        }
        List<PastCell> found = new ArrayList<>(cells);
        found.removeIf(cell -> !numbers.contains(cell.number()));
        found.forEach(cell -> numbers.remove(cell.number()));
        if (!numbers.isEmpty()) {
            throw LabException.asked("there is no cell " + numbers.iterator().next() + " in this session")
                    .available(
                            cells.isEmpty()
                                    ? "none yet"
                                    : cells.getFirst().number() + " to "
                                            + cells.getLast().number())
                    .exception();
        }
        return found;
    }
}
