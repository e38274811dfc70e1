package org.schedlab.notebook.cells;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The part of a cell above the snippet at the cursor, as code that JShell can complete behind: what it
/// declares is known there, though the cell has not run.
///
/// Variables become those of a method's body. Where methods or types are declared, they become members of
/// a class around it.
///
/// @param before what to put before the snippet at the cursor
record CellDraft(String before) {
    /// The names that the draft itself brings in.
    static final Set<String> NAMES = Set.of("Cell$schedlab", "cell$schedlab()");

    private static final String MODIFIERS =
            "(?:(?:public|private|protected|static|final|abstract|sealed|non-sealed|synchronized|strictfp)\\s+|@\\w+(?:\\([^)]*\\))?\\s+)*";
    private static final Pattern TYPE =
            Pattern.compile(MODIFIERS + "(?:class|interface|enum|record|@interface)\\s+\\w+.*", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile(
            MODIFIERS
                    + "(?:<[^>]+>\\s*)?(?!(?:new|return|throw|else|assert)\\b)[\\w.]+(?:\\s*<[^()=;]*>)?(?:\\s*\\[\\s*])*\\s+\\w+\\s*\\(.*",
            Pattern.DOTALL);

    static CellDraft of(List<Piece> above, String code) {
        StringBuilder members = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Piece piece : above) {
            String text = piece.snippet();
            if (isMember(text)) {
                members.append(text.startsWith("static") ? "" : "static ")
                        .append(text)
                        .append('\n');
            } else if (!text.startsWith("import")) {
                body.append(text).append('\n');
            }
        }
        if (members.isEmpty() && (body.isEmpty() || isMember(code))) {
            return new CellDraft("");
        }
        if (members.isEmpty()) {
            return new CellDraft(";" + body);
        }
        String opened = "class Cell$schedlab {\n" + members;
        return new CellDraft(
                opened + (isMember(code) ? "static " : "static void cell$schedlab() throws Throwable {\n" + body));
    }

    private static boolean isMember(String text) {
        return TYPE.matcher(text).matches() || METHOD.matcher(text).matches();
    }
}
