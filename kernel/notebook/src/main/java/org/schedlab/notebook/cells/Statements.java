package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import jdk.jshell.SourceCodeAnalysis.Completeness;

/// Takes statements that follow each other together: JShell runs the compiler up to five times for each
/// snippet, however short.
///
/// Only what is a statement beyond doubt and shows no value. The text between them stays as it is, so
/// that lines stay. Should the compiler refuse them, each is given by itself.
final class Statements {
    /// A method of a class has 64 KiB at most.
    private static final int MOST = 200;

    private static final String NAME = "(?!switch\\b|new\\b)[\\w$]+(?:\\s*\\.\\s*[\\w$]+|\\s*\\[[^\\[\\]]+])*";
    private static final String ASSIGNS = "(?:\\+\\+|--|(?:[-+*/%&|^]|<<|>>>?)?=[^=])";
    private static final Pattern STATEMENT = Pattern.compile(
            "(?:" + NAME + "\\s*(?:\\(|" + ASSIGNS + ")" + "|(?:\\+\\+|--)|(?:for|while|do|if|try|synchronized)\\b)");
    private static final Pattern COMMENTS = Pattern.compile("(?:\\s|//[^\n]*\n|/\\*.*?\\*/)*", Pattern.DOTALL);
    private static final Pattern LEAVES = Pattern.compile("\\b(?:return|yield)\\b");

    private Statements() {}

    /// The same pieces, those that can run as one together.
    static List<List<Piece>> together(List<Piece> pieces) {
        List<List<Piece>> groups = new ArrayList<>();
        List<Piece> run = new ArrayList<>();
        for (Piece piece : pieces) {
            boolean plain = isPlain(piece);
            if (!plain || run.size() == MOST) {
                flush(run, groups);
            }
            if (plain) {
                run.add(piece);
            } else {
                groups.add(List.of(piece));
            }
        }
        flush(run, groups);
        return groups;
    }

    private static void flush(List<Piece> run, List<List<Piece>> groups) {
        if (!run.isEmpty()) {
            groups.add(List.copyOf(run));
            run.clear();
        }
    }

    private static boolean isPlain(Piece piece) {
        String text = COMMENTS.matcher(piece.snippet()).replaceFirst("");
        return piece.completeness() == Completeness.COMPLETE
                && (text.endsWith(";") || text.endsWith("}"))
                && STATEMENT.matcher(text).lookingAt()
                && !LEAVES.matcher(text).find();
    }

    /// All of them as one piece with the text in between.
    static Piece joined(List<Piece> run, String cell) {
        Piece first = run.getFirst();
        Piece last = run.getLast();
        String text =
                cell.substring(first.start(), last.start() + last.snippet().length());
        return new Piece(text, first.start(), Completeness.COMPLETE, true);
    }

    /// What JShell is given for a joined piece.
    static String block(Piece joined) {
        return "{" + joined.snippet() + "\n}";
    }
}
