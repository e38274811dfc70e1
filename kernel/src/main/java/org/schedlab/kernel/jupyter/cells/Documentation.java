package org.schedlab.kernel.jupyter.cells;

import java.util.List;
import java.util.stream.Collectors;

import jdk.jshell.SourceCodeAnalysis;
import org.jspecify.annotations.Nullable;

/// What the compiler knows about the name at a cursor: signatures, and Javadoc where its source is at hand.
final class Documentation {
    private Documentation() {}

    static @Nullable String at(String text, int cursor, SourceCodeAnalysis analysis) {
        int end = cursor;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        String code = text.substring(0, end);
        List<Piece> pieces = Piece.split(code, analysis);
        if (!pieces.isEmpty()) {
            code = code.substring(pieces.getLast().start());
        }
        String found = describe(code, analysis);
        return found == null ? describe(code + "(", analysis) : found;
    }

    private static @Nullable String describe(String code, SourceCodeAnalysis analysis) {
        List<SourceCodeAnalysis.Documentation> all = analysis.documentation(code, code.length(), true);
        if (all.isEmpty()) {
            return null;
        }
        return all.stream().map(Documentation::text).distinct().collect(Collectors.joining("\n\n"));
    }

    private static String text(SourceCodeAnalysis.Documentation one) {
        String javadoc = one.javadoc();
        return javadoc == null ? one.signature() : one.signature() + "\n" + plain(javadoc);
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("<[^>]+>", "")
                .replaceAll("\\{@(?:code|link|linkplain|literal)\\s+([^}]*)}", "$1")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }
}
