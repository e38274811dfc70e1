package org.schedlab.notebook.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what a C text declares outside of functions. For one text.
final class CReader {
    private final CSource source;
    private final List<CToken> tokens;
    private final List<Declared> all = new ArrayList<>();
    private final Map<String, List<Declared>> structs = new HashMap<>();

    CReader(CSource source) {
        this.source = source;
        this.tokens = source.tokens();
    }

    CNames read() {
        int at = 0;
        while (at < tokens.size()) {
            int end = CToken.next(tokens, at, ";", "{");
            boolean struct = isStruct(at, end);
            while (end < tokens.size() && tokens.get(end).is("{") && (struct || isValue(end))) {
                end = CToken.next(tokens, CToken.behind(tokens, end), ";", "{");
            }
            boolean body = end < tokens.size() && tokens.get(end).is("{");
            declaration(at, end);
            at = body ? CToken.behind(tokens, end) : end + 1;
        }
        all.addAll(CMacros.of(source.text()));
        return new CNames(all, structs);
    }

    /// Whether the brace opens the members of a struct, not a function's body.
    private boolean isStruct(int at, int brace) {
        return tokens.subList(at, Math.min(brace, tokens.size())).stream().noneMatch(each -> each.is("("))
                && tokens.subList(at, Math.min(brace, tokens.size())).stream()
                        .anyMatch(each -> each.is("struct") || each.is("union") || each.is("enum"));
    }

    private boolean isValue(int brace) {
        return brace > 0 && tokens.get(brace - 1).is("=");
    }

    private void declaration(int from, int to) {
        List<CToken> part = tokens.subList(0, Math.min(to, tokens.size()));
        boolean typedef = from < part.size() && part.get(from).is("typedef");
        Optional<Declared> defined = StructOps.definition(source, part, from);
        if (defined.isPresent()) {
            all.add(defined.get());
            return;
        }
        String anonymous = body(from, part);
        for (Declarators.One one : Declarators.read(source, part, from, anonymous)) {
            Declared.Kind kind =
                    typedef ? Declared.Kind.TYPE : one.function() ? Declared.Kind.FUNCTION : Declared.Kind.VARIABLE;
            add(one, kind, all);
        }
    }

    private void add(Declarators.One one, Declared.Kind kind, List<Declared> list) {
        CToken name = tokens.get(one.name());
        String comment = Comments.of(source.text(), name.start());
        list.add(new Declared(name.text(), kind, one.text(), one.type(), name.start(), comment));
    }

    /// Reads the members or constants between braces.
    ///
    /// @return what the struct is called when it has no name
    private String body(int from, List<CToken> part) {
        int brace = CToken.next(part, from, "{", "=");
        if (brace >= part.size() || !part.get(brace).is("{")) {
            return "struct ?";
        }
        int end = CToken.behind(part, brace);
        int keyword = brace - 1;
        while (keyword > from
                && !List.of("struct", "union", "enum")
                        .contains(part.get(keyword).text())) {
            keyword--;
        }
        boolean named = keyword + 1 < brace && part.get(keyword + 1).isName();
        String own = part.get(keyword).text() + " "
                + (named
                        ? part.get(keyword + 1).text()
                        : "at " + part.get(brace).start());
        if (part.get(keyword).is("enum")) {
            constants(brace, end, own);
        } else {
            structs.put(own, members(brace + 1, end - 1));
        }
        if (named) {
            int start = part.get(keyword + 1).start();
            all.add(new Declared(
                    own, Declared.Kind.TYPE, own, CType.named(own, 0), start, Comments.of(source.text(), start)));
        }
        return own;
    }

    private void constants(int brace, int end, String type) {
        int at = brace + 1;
        while (at < end - 1) {
            int comma = Math.min(CToken.next(tokens, at, ",", "}"), end - 1);
            String text = source.code()
                    .substring(
                            tokens.get(at).start(),
                            tokens.get(comma - 1 < at ? at : comma - 1).end());
            all.add(new Declared(
                    tokens.get(at).text(),
                    Declared.Kind.CONSTANT,
                    type + ": " + Declarators.oneLine(text),
                    CType.named(type, 0),
                    tokens.get(at).start(),
                    Comments.of(source.text(), tokens.get(at).start())));
            at = comma + 1;
        }
    }

    private List<Declared> members(int from, int to) {
        List<Declared> members = new ArrayList<>();
        int at = from;
        while (at < to) {
            int end = CToken.next(tokens.subList(0, to), at, ";", ";");
            List<CToken> part = tokens.subList(0, Math.min(end, to));
            int brace = CToken.next(part, at, "{", ";");
            String anonymous = "struct at " + tokens.get(at).start();
            if (brace < part.size()) {
                List<Declared> inner = members(brace + 1, CToken.behind(part, brace) - 1);
                structs.put(anonymous, inner);
                if (CToken.behind(part, brace) == part.size()) {
                    members.addAll(inner);
                }
            }
            for (Declarators.One one : Declarators.read(source, part, at, anonymous)) {
                add(one, Declared.Kind.VARIABLE, members);
            }
            at = end + 1;
        }
        return members;
    }
}
