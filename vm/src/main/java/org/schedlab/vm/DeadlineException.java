package org.schedlab.vm;

import java.time.Duration;
import java.util.Locale;

/// A wait reached its deadline. The message says what was waited for and for how long.
public class DeadlineException extends LabException {
    private static final long serialVersionUID = 1L;

    /// @param waitedFor what did not come, for example `the guest's first freeze point`
    /// @param deadline how long was waited, in host time
    /// @param remedy what to do next
    public DeadlineException(String waitedFor, Duration deadline, String remedy) {
        super(asked("timed out after %s waiting for %s".formatted(seconds(deadline), waitedFor))
                .remedy(remedy)
                .text());
    }

    /// @param message the whole text shown to the user
    protected DeadlineException(String message) {
        super(message);
    }

    private static String seconds(Duration deadline) {
        return String.format(Locale.ROOT, "%.1f s", deadline.toMillis() / 1000.0);
    }
}
