package org.schedlab.notebook.magics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.schedlab.notebook.cells.Nearest;
import org.schedlab.vm.LabException;

/// The magics of a kernel, by name. Immutable.
public final class Magics {
    private final Map<String, Magic> byName = new TreeMap<>();

    /// @param magics those of the kernel's user; `%help` and `%time` are always there
    public Magics(List<Magic> magics) {
        List<Magic> all = new ArrayList<>(magics);
        all.add(new HelpMagic(this));
        all.add(new TimeMagic());
        for (Magic magic : all) {
            if (byName.put(magic.name(), magic) != null) {
                throw new IllegalArgumentException("two magics are called " + magic.name());
            }
        }
    }

    /// All, by name.
    public Collection<Magic> all() {
        return byName.values();
    }

    /// The magic that a line or the first line of a cell asks for.
    ///
    /// @throws LabException naming the nearest and the available ones
    public Magic require(String name, boolean cell) {
        Magic magic = byName.get(name);
        if (magic == null) {
            throw unknown(name, cell);
        }
        if (cell ? !(magic instanceof CellMagic) : !(magic instanceof LineMagic)) {
            String right = (cell ? "%" : "%%") + name;
            throw LabException.asked(cell ? "%%" + name + " takes no cell body" : "%" + name + " needs a cell body")
                    .remedy("write " + right + (cell ? " on a line" : " on the cell's first line") + ": "
                            + MagicUsage.synopsis(magic))
                    .exception();
        }
        return magic;
    }

    /// Reads a magic's line.
    ///
    /// @param line without the percent signs
    public MagicCall call(String line, boolean cell, String body, int bodyLine, Notebook notebook) {
        String name = name(line);
        return MagicParser.parse(require(name, cell), line.substring(name.length()), body, bodyLine, notebook);
    }

    /// The names that can follow `%` or `%%`.
    public List<String> names(boolean cell) {
        return byName.values().stream()
                .filter(magic -> cell ? magic instanceof CellMagic : magic instanceof LineMagic)
                .map(Magic::name)
                .toList();
    }

    /// Whether what stands in this magic's line and below it is again a cell.
    public boolean holdsCell(String name) {
        Magic magic = byName.get(name);
        return magic != null && magic.holdsCell();
    }

    /// The first word of a magic's line.
    public static String name(String line) {
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end)) && line.charAt(end) != ';') {
            end++;
        }
        return line.substring(0, end);
    }

    private LabException unknown(String name, boolean cell) {
        String percent = cell ? "%%" : "%";
        List<String> nearest = Nearest.to(name, names(cell), 3);
        return LabException.asked("there is no magic " + percent + name)
                .available(names(cell).stream().map(each -> percent + each).collect(Collectors.joining(", ")))
                .remedy(
                        nearest.isEmpty()
                                ? "%help lists what each does"
                                : nearest.stream().map(each -> percent + each).collect(Collectors.joining(" or "))
                                        + "?")
                .exception();
    }
}
