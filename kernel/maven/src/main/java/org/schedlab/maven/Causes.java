package org.schedlab.maven;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// What an exception of Maven's says, without what it says twice. Stateless.
final class Causes {
    private Causes() {}

    static String text(@Nullable Throwable thrown) {
        Set<String> said = new LinkedHashSet<>();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            String message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            if (said.stream().noneMatch(earlier -> earlier.contains(message))) {
                said.add(message);
            }
        }
        return String.join(": ", said);
    }
}
