package org.schedlab.notebook.names;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.schedlab.notebook.cells.Suggestion;

/// Helps inside the arguments of calls, where Java sees only a text or a number. Thread-safe, never
/// waits for a machine.
public interface CallHelp {
    /// Knows nothing.
    CallHelp NONE = new CallHelp() {
        @Override
        public Optional<Completion> complete(CallAtCursor call, Variables variables) {
            return Optional.empty();
        }

        @Override
        public Optional<String> inspect(CallAtCursor call, Variables variables) {
            return Optional.empty();
        }
    };

    /// What can replace the end of the argument that is being typed.
    ///
    /// @param replaced how many characters before the cursor are replaced
    record Completion(List<Suggestion> suggestions, int replaced) {
        /// Copies the list.
        public Completion {
            suggestions = List.copyOf(suggestions);
        }
    }

    /// The value of a variable that cells declared, by its name.
    interface Variables extends Function<String, Optional<Object>> {}

    /// What could stand at the cursor; empty if this knows nothing of the call.
    Optional<Completion> complete(CallAtCursor call, Variables variables);

    /// What the argument up to the cursor means; empty if this knows nothing of it.
    Optional<String> inspect(CallAtCursor call, Variables variables);
}
