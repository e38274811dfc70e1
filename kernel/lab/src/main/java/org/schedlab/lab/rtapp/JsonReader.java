package org.schedlab.lab.rtapp;

import java.util.ArrayList;
import java.util.List;

/// Reads JSON as it is written for rt-app: with comments, keys that come again, commas before a
/// closing bracket, and keys without a value.
/// Confined to one text.
final class JsonReader {
    private static final String REMEDY = "correct the JSON there";

    private final String text;
    private int at;
    private String path = "";

    private JsonReader(String text) {
        this.text = text;
    }

    /// @throws org.schedlab.vm.LabException it is no JSON; says where
    static Json.Obj read(String text) {
        JsonReader reader = new JsonReader(text);
        reader.skip();
        if (reader.peek() != '{') {
            throw reader.unexpected("an object, which begins with {");
        }
        Json.Obj all = reader.object();
        reader.skip();
        if (reader.at < text.length()) {
            throw reader.unexpected("nothing more");
        }
        return all;
    }

    private Json value() {
        Json.Place place = place();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(place, string());
            default -> word(place);
        };
    }

    private boolean omitted() {
        return peek() == ',' || peek() == '}';
    }

    private Json valueOfKey() {
        expect(':');
        skip();
        return value();
    }

    private Json.Obj object() {
        Json.Place place = place();
        String outer = path;
        List<Json.Member> members = new ArrayList<>();
        at++;
        for (skip(); peek() != '}'; comma('}')) {
            if (peek() != '"') {
                throw unexpected("a key in quotation marks, or }");
            }
            Json.Place of = place();
            String key = string();
            path = outer.isEmpty() ? key : outer + "." + key;
            Json.Place named = new Json.Place(of.line(), of.column(), path);
            skip();
            members.add(new Json.Member(key, named, omitted() ? new Json.Other(named, "no value") : valueOfKey()));
            path = outer;
        }
        at++;
        return new Json.Obj(place, List.copyOf(members));
    }

    private Json array() {
        Json.Place place = place();
        List<Json> values = new ArrayList<>();
        at++;
        for (skip(); peek() != ']'; comma(']')) {
            values.add(value());
        }
        at++;
        return new Json.Array(place, List.copyOf(values));
    }

    private void comma(char end) {
        skip();
        if (peek() == end) {
            return;
        }
        if (peek() != ',') {
            throw unexpected(", or " + end);
        }
        at++;
        skip();
    }

    private String string() {
        StringBuilder result = new StringBuilder();
        at++;
        while (peek() != '"') {
            if (at >= text.length() || peek() == '\n') {
                throw unexpected("the end of a text, a quotation mark");
            }
            char next = text.charAt(at++);
            result.append(next == '\\' ? escaped() : next);
        }
        at++;
        return result.toString();
    }

    private char escaped() {
        char next = at < text.length() ? text.charAt(at++) : ' ';
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> next;
            case 'u' -> unicode();
            default -> throw unexpected("one of \\\" \\\\ \\/ \\n \\t \\r \\b \\f \\u");
        };
    }

    private char unicode() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw unexpected("four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Json word(Json.Place place) {
        int from = at;
        while ("+-.".indexOf(peek()) >= 0 || Character.isLetterOrDigit(peek())) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.matches("-?\\d{1,18}")) {
            return new Json.Whole(place, Long.parseLong(word));
        }
        if (word.equals("true") || word.equals("false")) {
            return new Json.Bool(place, word.equals("true"));
        }
        if (word.equals("null") || word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
            return new Json.Other(place, word);
        }
        at = from;
        throw unexpected("a value: a number, a text, true, false, an array or an object");
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected(String.valueOf(wanted));
        }
        at++;
    }

    /// Over white space and comments.
    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(peek())) {
                at++;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw unexpected("the end of this comment, */");
                }
                at = end + 2;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private Json.Place place() {
        int line = 1;
        int lineAt = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineAt = i + 1;
            }
        }
        return new Json.Place(line, at - lineAt + 1, path);
    }

    private RuntimeException unexpected(String wanted) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the text";
        return place().refused("this is no JSON", found, wanted, REMEDY);
    }
}
