package org.schedlab.notebook.cells;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

import jdk.jshell.SourceCodeAnalysis.Completeness;

/// Expressions and calls as the declaration of a variable, which does the same in less time: for an
/// expression JShell runs the compiler five times, two of them to find the type of the `$7` that is
/// to hold its value; for a variable of a known type three times (jdk.jshell.Eval, seen in JDK 25).
///
/// What does not compile in this form is given to JShell as it was typed, so errors are those of the
/// user's text.
final class QuickForm {
    /// How the names of these variables start, as nobody would name one. Each has one of its own: to
    /// declare a variable again makes JShell compile it once more for every time before.
    static final String NAME = "value$schedlab$";

    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*[\\w$]+\\s*=[^=].*", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("\\s*([\\w$]+)(?:\\s*\\.\\s*[\\w$]+)*\\s*\\(");

    private final Set<String> startsOfVoidCalls = new HashSet<>();
    private int declared;

    /// The declaration that does the same; empty if there is none, or none is known to compile.
    Optional<String> of(Piece piece) {
        String text = piece.snippet();
        if (piece.completeness() != Completeness.COMPLETE
                || ASSIGNMENT.matcher(text).matches()
                || startsOfVoidCalls.contains(start(text))) {
            return Optional.empty();
        }
        if (text.endsWith(";")) {
            return startsWithCall(text) ? Optional.of(declaration(text)) : Optional.empty();
        }
        return text.endsWith("}") ? Optional.empty() : Optional.of(declaration(text + "\n;"));
    }

    /// This one compiled only as it was typed, as calls without a value do: those that start alike are
    /// not tried again.
    void refused(Piece piece) {
        startsOfVoidCalls.add(start(piece.snippet()));
    }

    /// Takes the value out of the variable's class, which stays loaded: else a large one would stay too.
    static void forgetValue(Class<?> snippet) throws IllegalAccessException {
        for (Field field : snippet.getDeclaredFields()) {
            if (field.getName().startsWith(NAME)) {
                field.setAccessible(true);
                field.set(null, null);
            }
        }
    }

    private String declaration(String initializer) {
        declared++;
        return "java.lang.Object " + NAME + declared + " = " + initializer;
    }

    private static boolean startsWithCall(String text) {
        Matcher call = CALL.matcher(text);
        return call.lookingAt() && (call.group(1).equals("this") || !SourceVersion.isKeyword(call.group(1)));
    }

    private static String start(String text) {
        int arguments = text.indexOf('(');
        return arguments < 0 ? text : text.substring(0, arguments);
    }
}
