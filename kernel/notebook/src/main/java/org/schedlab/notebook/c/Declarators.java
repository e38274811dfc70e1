package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Reads one declaration: a type, and the names behind it. `struct task_struct *p, *q[4];` gives two.
final class Declarators {
    private static final Set<String> STORAGE =
            Set.of("static", "extern", "inline", "__always_inline", "register", "typedef", "__hidden", "__noinline");
    private static final Set<String> QUALIFIERS =
            Set.of("const", "volatile", "restrict", "__arena", "__kptr", "__weak");
    private static final Set<String> BUILT_IN = Set.of(
            "void", "char", "short", "int", "long", "signed", "unsigned", "float", "double", "_Bool", "__int128");
    private static final Set<String> CALLS =
            Set.of("SEC", "__attribute__", "_Pragma", "__uint", "__type", "__array", "__ulong", "_Static_assert");
    private static final Set<String> NO_TYPES = Set.of(
            "return", "goto", "else", "case", "if", "while", "for", "do", "switch", "sizeof", "break", "continue");

    /// A name, its type, and where its declaration's own words end.
    ///
    /// @param name the place of the name's token
    /// @param function whether parameters stand behind it
    record One(int name, CType type, boolean function, String text) {}

    private final CSource source;
    private final List<CToken> tokens;
    private int at;
    private String base = "";
    private int typeStart;
    private int typeEnd;

    private Declarators(CSource source, List<CToken> tokens, int from) {
        this.source = source;
        this.tokens = tokens;
        this.at = from;
    }

    /// The names that are declared from a place on; empty if no declaration stands there.
    ///
    /// @param tokens up to where the declaration may go at most
    /// @param anonymous what to call a struct without a name; null where such is no declaration
    static List<One> read(CSource source, List<CToken> tokens, int from, @Nullable String anonymous) {
        Declarators reader = new Declarators(source, tokens, from);
        return reader.readType(anonymous) ? reader.readNames() : List.of();
    }

    private boolean here(String sign) {
        return at < tokens.size() && tokens.get(at).is(sign);
    }

    private void skip(Set<String> words) {
        while (at < tokens.size()) {
            if (CALLS.contains(tokens.get(at).text()) && at + 1 < tokens.size()) {
                at = CToken.behind(tokens, at + 1);
            } else if (words.contains(tokens.get(at).text())) {
                at++;
            } else {
                return;
            }
        }
    }

    private boolean readType(@Nullable String anonymous) {
        skip(STORAGE);
        typeStart = at;
        skip(QUALIFIERS);
        skip(STORAGE);
        if (at >= tokens.size()
                || !tokens.get(at).isName()
                || NO_TYPES.contains(tokens.get(at).text())) {
            return false;
        }
        String word = tokens.get(at++).text();
        base = word;
        if (word.equals("struct") || word.equals("union") || word.equals("enum")) {
            skip(QUALIFIERS);
            boolean named = at < tokens.size() && tokens.get(at).isName();
            base = named ? word + " " + tokens.get(at++).text() : String.valueOf(anonymous);
            typeEnd = at;
            if (here("{")) {
                at = CToken.behind(tokens, at);
            } else if (!named) {
                return false;
            }
        } else {
            while (BUILT_IN.contains(word)
                    && at < tokens.size()
                    && BUILT_IN.contains(tokens.get(at).text())) {
                base += " " + tokens.get(at++).text();
            }
            typeEnd = at;
        }
        skip(QUALIFIERS);
        skip(STORAGE);
        return at < tokens.size();
    }

    private List<One> readNames() {
        List<One> found = new ArrayList<>();
        while (at < tokens.size()) {
            One one = readName();
            if (one == null) {
                return found;
            }
            found.add(one);
            at = CToken.next(tokens, at, ",", ";");
            if (!here(",")) {
                return found;
            }
            at++;
        }
        return found;
    }

    private @Nullable One readName() {
        int start = at;
        int pointers = 0;
        boolean behindBracket = false;
        while (at < tokens.size() && isBeforeName(tokens.get(at))) {
            if (!here("*") && !here("(") && !tokens.get(at).isName()) {
                return null;
            }
            pointers += here("*") && !behindBracket ? 1 : 0;
            behindBracket |= here("(");
            at++;
        }
        if (at >= tokens.size()) {
            return null;
        }
        int name = at++;
        boolean function = behindBracket;
        if (behindBracket && here(")")) {
            at++;
        }
        while (here("[") || here("(")) {
            pointers += here("[") ? 1 : 0;
            function |= here("(");
            at = CToken.behind(tokens, at);
        }
        boolean plausible = at >= tokens.size()
                || ",;=:)".contains(tokens.get(at).text())
                || here("{")
                || tokens.get(at).isName();
        return plausible ? new One(name, CType.named(base, pointers), function, text(start)) : null;
    }

    private static boolean isBeforeName(CToken token) {
        return !token.isName() || QUALIFIERS.contains(token.text());
    }

    /// The declaration's own words on one line.
    private String text(int start) {
        String type = source.code()
                .substring(
                        tokens.get(typeStart).start(), tokens.get(typeEnd - 1).end());
        String name = source.code()
                .substring(tokens.get(start).start(), tokens.get(at - 1).end());
        return oneLine(type + " " + name);
    }

    static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ").replaceAll("([*(]) (?=[\\w*])", "$1");
    }
}
