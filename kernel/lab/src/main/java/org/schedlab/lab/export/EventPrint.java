package org.schedlab.lab.export;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.lab.recorder.LeavingState;

/// How an event is told in words: texts and, between them, fields from the first on. A value.
///
/// @param texts one more than there are specifications
/// @param specifications as in C's printf: `s`, `d`, `x` or `03d`
/// @param fields of the event; those after the last specification are not told
record EventPrint(List<String> texts, List<String> specifications, List<EventField> fields) {
    private static final int CPU_DIGITS = 3;

    /// @param print as in C, with `%s`, `%d`, `%x` and `%03d` only
    static EventPrint parse(String print, List<EventField> fields) {
        List<String> texts = new ArrayList<>();
        List<String> specifications = new ArrayList<>();
        int from = 0;
        for (int at = print.indexOf('%'); at >= 0; at = print.indexOf('%', from)) {
            texts.add(print.substring(from, at));
            int end = print.startsWith("%03d", at) ? at + 4 : at + 2;
            specifications.add(print.substring(at + 1, end));
            from = end;
        }
        texts.add(print.substring(from));
        return new EventPrint(List.copyOf(texts), List.copyOf(specifications), fields);
    }

    /// Adds the words of an event.
    ///
    /// @param values one for each field: text, number or state
    void append(StringBuilder line, List<Object> values) {
        for (int i = 0; i < specifications.size(); i++) {
            line.append(texts.get(i));
            Object value = values.get(i);
            switch (specifications.get(i)) {
                case "x" -> line.append(Long.toHexString(((Number) value).longValue()));
                case "03d" -> appendCpu(line, ((Number) value).intValue());
                default -> line.append(value instanceof LeavingState state ? state.letter() : value);
            }
        }
        line.append(texts.getLast());
    }

    /// A CPU in three digits, as tools write it.
    static void appendCpu(StringBuilder line, int cpu) {
        String digits = Integer.toString(cpu);
        line.append("0".repeat(Math.max(0, CPU_DIGITS - digits.length()))).append(digits);
    }

    /// The `print fmt` of a format file: C's format and its arguments.
    String c() {
        StringBuilder format = new StringBuilder("\"");
        StringBuilder arguments = new StringBuilder();
        for (int i = 0; i < specifications.size(); i++) {
            EventField field = fields.get(i);
            format.append(texts.get(i)).append(specification(field, specifications.get(i)));
            arguments.append(", ").append(argument(field));
        }
        return format.append(texts.getLast()).append('"').append(arguments).toString();
    }

    private static String specification(EventField field, String told) {
        return switch (field.type()) {
            case STATE -> "%s%s";
            case UNSIGNED -> "%u";
            case LONG -> "%lx";
            default -> "%" + told;
        };
    }

    private static String argument(EventField field) {
        String value = "REC->" + field.name();
        if (field.type() != EventField.Type.STATE) {
            return value;
        }
        StringBuilder letters = new StringBuilder();
        int reported = 0;
        for (LeavingState state : LeavingState.values()) {
            int bits = EventField.stateBits(state);
            if (!state.runnable()) {
                letters.append(", { ")
                        .append(bits)
                        .append(", \"")
                        .append(state.letter())
                        .append("\" }");
                reported |= bits;
            }
        }
        String bits = value + " & " + reported;
        int preempted = EventField.stateBits(LeavingState.PREEMPTED);
        return "(" + bits + ") ? __print_flags(" + bits + ", \"|\"" + letters + ") : \"R\", " + value + " & "
                + preempted + " ? \"+\" : \"\"";
    }
}
