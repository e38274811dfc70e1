package org.schedlab.notebook.names;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A member path cut before its last name: `scx.dsq_v` is parent `scx`, connector `.`, name `dsq_v`.
///
/// @param parent the path without its last name and connector; empty for a first name
/// @param connector `.`, `->` or nothing
/// @param name the last name, maybe only its beginning
record PathText(String parent, String connector, String name) {
    private static final Pattern CUT = Pattern.compile("(.*?)(\\.|->|)([A-Za-z0-9_]*)", Pattern.DOTALL);

    static PathText of(String path) {
        Matcher cut = CUT.matcher(path);
        if (!cut.matches()) {
            throw new IllegalArgumentException(path);
        }
        return new PathText(cut.group(1), cut.group(2), cut.group(3));
    }

    /// Whether a name may stand here: not directly after an index.
    boolean named() {
        return !connector.isEmpty() || parent.isEmpty();
    }
}
