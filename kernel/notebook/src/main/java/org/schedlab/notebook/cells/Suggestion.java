package org.schedlab.notebook.cells;

/// A text that can stand at the cursor.
///
/// @param text what is inserted
/// @param kind what it is, a few words: a C type with offset and size, `function`, a task's name; may
///     be empty
/// @param likely whether it fits better than others, for instance by its Java type
public record Suggestion(String text, String kind, boolean likely) {
    /// One that is as good as the others.
    public static Suggestion of(String text, String kind) {
        return new Suggestion(text, kind, false);
    }
}
