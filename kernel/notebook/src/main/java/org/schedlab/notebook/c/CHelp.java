package org.schedlab.notebook.c;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.cells.Suggestions;
import org.schedlab.vm.image.KernelImage;

/// Completion and inspection of a scheduler's C text. Without a kernel it knows what the text and the headers
/// declare. Thread-safe, never waits for a machine.
public final class CHelp {
    private static final String NO_KERNEL = "  no kernel is at hand to ask: run %boot, or ./schedlab kernel fetch";

    private final Supplier<Optional<KernelImage>> kernel;
    private volatile @Nullable CKernel latest;

    /// @param kernel the one that the text will run in, as far as it is known
    public CHelp(Supplier<Optional<KernelImage>> kernel) {
        this.kernel = kernel;
    }

    /// What could stand at a place of the text; positions are those of the text.
    public Suggestions complete(String text, int cursor) {
        int start = wordStart(text, cursor);
        CSource before = CSource.of(text.substring(0, start));
        if (before.open() || Character.isDigit(start < cursor ? text.charAt(start) : ' ')) {
            return Suggestions.none(cursor);
        }
        List<CToken> tokens = before.tokens();
        CWorld world = world(text, before, tokens);
        CPlace place = CPlace.after(tokens, world);
        String typed = text.substring(start, cursor);
        boolean open = text.substring(cursor).stripLeading().startsWith(",");
        List<Suggestion> found = new CSuggestions(world, open).at(place, typed);
        int connector = place instanceof CPlace.Member member
                        && member.pointer()
                        && member.connector().equals(".")
                ? tokens.getLast().start()
                : start;
        return new Suggestions(found, connector, cursor);
    }

    /// What the word at a place of the text is; empty if nothing is known of it.
    public Optional<String> inspect(String text, int cursor) {
        int start = wordStart(text, cursor);
        int end = cursor;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        CSource before = CSource.of(text.substring(0, start));
        if (start == end || before.open()) {
            return Optional.empty();
        }
        List<CToken> tokens = before.tokens();
        CWorld world = world(text, before, tokens);
        return new CExplanations(world)
                .of(CPlace.after(tokens, world), text.substring(start, end))
                .map(lines -> String.join("\n", lines) + (world.kernel().isPresent() ? "" : "\n" + NO_KERNEL));
    }

    private CWorld world(String text, CSource before, List<CToken> tokens) {
        CWorld outside = new CWorld(List.of(), CNames.of(text), CHeaders.known(), kernel());
        List<Declared> locals = new CScope(before, tokens, outside::isType).locals();
        return new CWorld(locals, outside.own(), outside.headers(), outside.kernel());
    }

    private Optional<CKernel> kernel() {
        return kernel.get().map(image -> {
            CKernel known = latest;
            if (known == null || !known.isOf(image)) {
                known = new CKernel(image);
                latest = known;
            }
            return known;
        });
    }

    private static int wordStart(String text, int cursor) {
        int start = cursor;
        while (start > 0 && isWord(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isWord(char letter) {
        return letter == '_' || Character.isLetterOrDigit(letter);
    }
}
