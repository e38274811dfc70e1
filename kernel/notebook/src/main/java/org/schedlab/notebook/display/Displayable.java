package org.schedlab.notebook.display;

/// A type of the user's that says itself how it is shown: as a cell's value, by `display`, and below a slider. For a
/// type
/// that is somebody else's, see [Display#show(Class, java.util.function.Function)].
///
/// ```java
/// record Share(String task, double part) implements Displayable {
///     public Rich display() {
///         return html("<meter value='" + part + "'></meter> " + task).withText(task + " " + part);
///     }
/// }
/// ```
@FunctionalInterface
public interface Displayable {
    /// How it looks now. Called each time it is shown, by the thread that shows it; what it throws is the
    /// cell's error.
    Rich display();
}
