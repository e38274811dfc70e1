package org.schedlab.notebook.c;

/// A name that a C text declares.
///
/// @param text the declaration on one line, without its value or body
/// @param type its type, of a function what it returns; of a macro and a type nothing useful
/// @param start where the name stands in its text
/// @param comment what is said of it beside or right above it; may be empty
record Declared(String name, Kind kind, String text, CType type, int start, String comment) {
    enum Kind {
        FUNCTION,
        VARIABLE,
        CONSTANT,
        MACRO,
        TYPE
    }
}
