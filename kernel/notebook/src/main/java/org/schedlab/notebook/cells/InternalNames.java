package org.schedlab.notebook.cells;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that JShell gives to the classes around a cell's code, such as `REPL.$JShell$5C$Node`, and
/// texts without them.
public final class InternalNames {
    private static final String MARK = "$JShell$";
    private static final String WRAPPER = "(?:REPL\\.)?\\$JShell\\$\\w+";
    private static final Pattern CELL_CLASS = Pattern.compile("REPL\\.\\$JShell\\$(\\w+).*");
    private static final Pattern FRAME =
            Pattern.compile("\\tat " + WRAPPER + "[\\w$./]*?\\.([\\w$<>]+)\\(\\$JShell\\$\\w+\\.java:\\d+\\)");
    private static final Pattern KERNEL_FRAMES = Pattern.compile(
            "\\n\\tat (?:java\\.base/(?:jdk\\.internal|java\\.lang)\\.reflect\\.|org\\.schedlab\\.notebook\\.cells\\.)[^\\n]*");
    private static final Pattern LAMBDA = Pattern.compile(WRAPPER + "(?:\\$\\w+)*\\$\\$Lambda(?:/0x[0-9a-f]+)?");
    private static final Pattern ANONYMOUS =
            Pattern.compile("(?:" + WRAPPER + "\\$)?\\$JShell\\$anonymous\\$\\$?\\d+|" + WRAPPER + "\\$\\d+\\b");
    private static final Pattern QUALIFIER = Pattern.compile(WRAPPER + "[.$]");
    private static final Pattern OTHERS = Pattern.compile(WRAPPER);
    private static final Pattern MODULES =
            Pattern.compile(" \\([^()]*(?:is|are) in (?:unnamed )?module[^()]*\\)|^class [^()]* is in .* module .*$");
    private static final Pattern SAME_CLASS = Pattern.compile("class (\\S+) cannot be cast to class \\1");

    private InternalNames() {}

    /// Whether the frame is in code of a cell.
    static boolean isCell(StackTraceElement frame) {
        return CELL_CLASS.matcher(frame.getClassName()).matches();
    }

    /// The text as the user's own names tell it. A text without such names is returned as it is.
    public static String removedFrom(String text) {
        if (!text.contains(MARK)) {
            return text;
        }
        String told = FRAME.matcher(text)
                .replaceAll(frame -> "\tat the cell" + Matcher.quoteReplacement(inMethod(frame.group(1))));
        told = KERNEL_FRAMES.matcher(told).replaceAll("");
        told = LAMBDA.matcher(told).replaceAll("lambda");
        told = ANONYMOUS.matcher(told).replaceAll("anonymous");
        told = QUALIFIER.matcher(told).replaceAll("");
        return OTHERS.matcher(told).replaceAll("cell");
    }

    /// Where in a cell a frame is: nothing for the cell's own statements, else ` in` and the method.
    static String inMethod(String method) {
        String name = method.replaceFirst("^lambda\\$.*\\$\\d+$", "a lambda");
        return name.isEmpty() || name.equals("do_it$") ? "" : " in " + name;
    }

    /// The message of an exception without such names and without where classes were loaded from.
    static String removedFromMessage(String message) {
        if (!message.contains(MARK)) {
            return message;
        }
        String told = removedFrom(MODULES.matcher(message).replaceAll(""));
        Matcher same = SAME_CLASS.matcher(told);
        return same.find() ? told + ": the object was made before " + same.group(1) + " was declared again" : told;
    }
}
