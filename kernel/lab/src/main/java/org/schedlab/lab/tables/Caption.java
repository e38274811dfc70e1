package org.schedlab.lab.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What stands above a table: what its rows are, how many there are, and where and when they were measured. The rows
/// are counted when it is shown. A value.
///
/// @param parts what the rows come from, one or more
record Caption(List<Part> parts) {
    private static final String BETWEEN = " · ";

    Caption {
        parts = List.copyOf(parts);
    }

    /// Rows that were measured together.
    ///
    /// @param things what a row is, such as `workers`; empty where the rows are not counted
    /// @param rows how many of them are in the table
    /// @param of how many there were
    /// @param measured where and when, parts of a sentence with `·` between
    record Part(String things, int rows, int of, String measured) {
        private String count() {
            return rows == of ? number(rows) : number(rows) + " of " + number(of);
        }

        private String labelled() {
            return things.isEmpty() ? count() : things + ": " + count();
        }

        private List<String> phrases() {
            return List.of(measured.split(BETWEEN));
        }
    }

    /// Of rows that are counted, such as `workers: 6, at 1.5 s of guest time`.
    static Caption counted(String things, int rows, int of, String measured) {
        return new Caption(List.of(new Part(things, rows, of, measured)));
    }

    /// Of rows whose number says nothing.
    static Caption titled(String title, int rows) {
        return new Caption(List.of(new Part("", rows, rows, title)));
    }

    private int rows() {
        return parts.stream().mapToInt(Part::rows).sum();
    }

    private int of() {
        return parts.stream().mapToInt(Part::of).sum();
    }

    /// Above a table of so many of these rows.
    String text(int rows) {
        if (parts.size() > 1) {
            return joined(rows);
        }
        Part part = parts.getFirst();
        int of = rows == part.rows ? part.of : Math.max(part.of, part.rows);
        if (part.things.isEmpty()) {
            return rows == of
                    ? part.measured
                    : "%s of %s rows%s%s".formatted(number(rows), number(of), BETWEEN, part.measured);
        }
        return new Part(part.things, rows, of, "").labelled() + ", " + part.measured;
    }

    private String joined(int rows) {
        List<String> common = new ArrayList<>(parts.getFirst().phrases());
        parts.forEach(part -> common.retainAll(part.phrases()));
        String things = parts.getFirst().things;
        boolean alike = parts.stream().allMatch(part -> part.things.equals(things));
        String each = parts.stream().map(part -> described(part, common, alike)).collect(Collectors.joining(" + "));
        String count = rows == rows() ? number(rows) : number(rows) + " of " + number(rows());
        String first = (things.isEmpty() || !alike ? "rows" : things) + ": " + count + " = " + each;
        return common.isEmpty() ? first : first + (things.isEmpty() ? BETWEEN : ", ") + String.join(BETWEEN, common);
    }

    private static String described(Part part, List<String> common, boolean alike) {
        List<String> own = new ArrayList<>(part.phrases());
        own.removeAll(common);
        String count = alike ? part.count() : part.labelled();
        return own.isEmpty() ? count : count + " (" + String.join(", ", own) + ")";
    }

    /// Of these rows, of which so many are there, and others below them.
    Caption and(int rows, Caption other, int otherRows) {
        List<Part> all = new ArrayList<>(counting(rows));
        all.addAll(other.counting(otherRows));
        return new Caption(all);
    }

    private List<Part> counting(int rows) {
        if (rows == rows()) {
            return parts;
        }
        Part first = parts.getFirst();
        String measured = parts.stream().map(Part::measured).distinct().collect(Collectors.joining(", "));
        return List.of(new Part(first.things, rows, Math.max(of(), rows), measured));
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
