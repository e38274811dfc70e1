package org.schedlab.notebook;

import java.util.regex.Pattern;

/// Brackets of C, for the question whether a text is a whole.
final class Brackets {
    private static final Pattern NO_CODE =
            Pattern.compile("//[^\n]*|/\\*.*?\\*/|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)*'", Pattern.DOTALL);

    private Brackets() {}

    /// Whether no bracket and no comment is open at the end.
    static boolean balanced(String c) {
        String code = NO_CODE.matcher(c).replaceAll(" ");
        long opened = code.chars().filter(letter -> "({[".indexOf(letter) >= 0).count();
        long closed = code.chars().filter(letter -> ")}]".indexOf(letter) >= 0).count();
        return opened <= closed && !code.contains("/*");
    }
}
