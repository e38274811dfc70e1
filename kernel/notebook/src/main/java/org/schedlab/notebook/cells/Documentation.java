package org.schedlab.notebook.cells;

import java.util.List;
import java.util.stream.Collectors;

import jdk.jshell.SourceCodeAnalysis;
import org.jspecify.annotations.Nullable;

/// What the compiler knows about the name at a cursor: signatures, and Javadoc where its source is at
/// hand.
final class Documentation {
    private final SourceCodeAnalysis analysis;
    private final SourceDocs sources;

    Documentation(SourceCodeAnalysis analysis, SourceDocs sources) {
        this.analysis = analysis;
        this.sources = sources;
    }

    @Nullable
    String at(String text, int cursor) {
        int end = cursor;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        String code = text.substring(0, end);
        List<Piece> pieces = Piece.split(code, analysis);
        if (!pieces.isEmpty()) {
            code = code.substring(pieces.getLast().start());
        }
        String found = describe(code);
        return found == null ? describe(code + "(") : found;
    }

    private @Nullable String describe(String code) {
        List<SourceCodeAnalysis.Documentation> all = analysis.documentation(code, code.length(), true);
        if (all.isEmpty()) {
            return null;
        }
        return all.stream().map(this::text).distinct().collect(Collectors.joining("\n\n"));
    }

    private String text(SourceCodeAnalysis.Documentation one) {
        Signature signature = Signature.of(one.signature());
        String javadoc = one.javadoc();
        return javadoc == null
                ? sources.of(signature)
                        .map(found -> signature.text() + "\n" + found)
                        .orElse(signature.text())
                : signature.text() + "\n" + JavadocText.of(javadoc);
    }
}
