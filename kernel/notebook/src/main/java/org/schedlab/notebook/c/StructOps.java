package org.schedlab.notebook.c;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the macros for callbacks define, which look like calls: `s32 BPF_STRUCT_OPS(mine_init) { … }` is the
/// function `mine_init`, `SCX_OPS_DEFINE(mine, …)` the variable `mine`.
final class StructOps {
    static final String OPS = "struct sched_ext_ops";
    static final String DEFINE = "SCX_OPS_DEFINE";
    private static final Set<String> FUNCTIONS = Set.of("BPF_STRUCT_OPS", "BPF_STRUCT_OPS_SLEEPABLE", "BPF_PROG");

    private StructOps() {}

    static boolean definesFunction(CToken word) {
        return FUNCTIONS.contains(word.text());
    }

    /// The place of the bracket behind such a macro; -1 if there is none.
    ///
    /// @param from where the declaration begins
    static int bracket(List<CToken> tokens, int from) {
        for (int i = from; i + 1 < tokens.size(); i++) {
            if (tokens.get(i + 1).is("(") && definesFunction(tokens.get(i))) {
                return i + 1;
            }
        }
        return -1;
    }

    static Optional<Declared> definition(CSource source, List<CToken> tokens, int from) {
        int bracket = bracket(tokens, from);
        if (bracket > 0
                && bracket + 1 < tokens.size()
                && tokens.get(bracket + 1).isName()) {
            CToken name = tokens.get(bracket + 1);
            int end = Math.min(CToken.behind(tokens, bracket), tokens.size()) - 1;
            int first = Math.min(bracket + 3, end);
            String parameters = first < end && end < tokens.size()
                    ? source.code()
                            .substring(
                                    tokens.get(first).start(), tokens.get(end).start())
                    : "void";
            String returned = tokens.get(from).text();
            return Optional.of(new Declared(
                    name.text(),
                    Declared.Kind.FUNCTION,
                    returned + " " + name.text() + "(" + Declarators.oneLine(parameters) + ")",
                    CType.named(returned, 0),
                    name.start(),
                    Comments.of(source.text(), tokens.get(from).start())));
        }
        if (from + 2 < tokens.size()
                && tokens.get(from).is(DEFINE)
                && tokens.get(from + 2).isName()) {
            CToken name = tokens.get(from + 2);
            return Optional.of(new Declared(
                    name.text(),
                    Declared.Kind.VARIABLE,
                    OPS + " " + name.text(),
                    CType.named(OPS, 0),
                    name.start(),
                    ""));
        }
        return Optional.empty();
    }
}
