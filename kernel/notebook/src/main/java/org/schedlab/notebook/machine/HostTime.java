package org.schedlab.notebook.machine;

import java.time.Duration;

import org.schedlab.vm.LabException;

/// Host times on a magic's line: `90s`, `30m`, `2h`. Stateless.
final class HostTime {
    private HostTime() {}

    static Duration parse(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[smh]")) {
            throw LabException.asked("'%s' is not a host time".formatted(text))
                    .available("a whole number of seconds, minutes or hours, such as 90s, 30m or 2h")
                    .exception();
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
