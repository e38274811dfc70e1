package org.schedlab.notebook.display;

/// Something that was displayed and can be replaced. Thread-safe; as a cell's value it shows nothing.
///
/// ```java
/// var shown = display("0 %");
/// shown.update("50 %");
/// ```
///
/// @param id by which front ends know it
public record DisplayHandle(String id) implements AlreadyShown {
    /// Shows this in its place, also when its cell has ended.
    public DisplayHandle update(Object value) {
        Display.update(value, id);
        return this;
    }
}
