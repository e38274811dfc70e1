package org.schedlab.lab.schedulers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The table of docs/your-own-scheduler.md: schedulers in rows, kernels and ways in columns. A cell that was never set
/// is `not tried`.
final class ToolTable {
    private static final String CORNER = "| scheduler |";

    private final Set<String> columns = new LinkedHashSet<>();
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    /// The one of a page; an empty one if it has none.
    static ToolTable of(Path page) throws IOException {
        ToolTable table = new ToolTable();
        List<List<String>> lines = Files.readAllLines(page).stream()
                .dropWhile(line -> !line.startsWith(CORNER))
                .takeWhile(line -> line.startsWith("|"))
                .map(ToolTable::cells)
                .toList();
        for (List<String> row : lines.stream().skip(2).toList()) {
            for (int column = 1; column < row.size(); column++) {
                table.set(row.getFirst(), lines.getFirst().get(column), row.get(column));
            }
        }
        return table;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
    }

    void set(ToolCell cell, String words) {
        set(cell.scheduler(), cell.column(), words);
    }

    private void set(String scheduler, String column, String words) {
        columns.add(column);
        rows.computeIfAbsent(scheduler, _ -> new LinkedHashMap<>()).put(column, words);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(columns.stream().collect(Collectors.joining(" | ", CORNER + " ", " |")));
        lines.add("| --- " + "| --- ".repeat(columns.size()) + "|");
        rows.forEach((scheduler, cells) -> lines.add(columns.stream()
                .map(column -> cells.getOrDefault(column, "not tried"))
                .collect(Collectors.joining(" | ", "| " + scheduler + " | ", " |"))));
        return lines;
    }
}
