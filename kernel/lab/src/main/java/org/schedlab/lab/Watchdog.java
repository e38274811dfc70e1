package org.schedlab.lab;

/// What bounds how long something may go on.
public enum Watchdog {
    /// A scenario used more guest time than it was allowed.
    GUEST_DURATION("guest duration", "guest time"),

    /// One call took the host too long.
    HOST_DEADLINE("host deadline", "host time"),

    /// The session is older than it may become; see [BootOptions#withLifetime].
    SESSION("session", "host time");

    private final String words;
    private final String clock;

    Watchdog(String words, String clock) {
        this.words = words;
        this.clock = clock;
    }

    /// Its name in a sentence.
    public String words() {
        return words;
    }

    /// The time it counts: `guest time` or `host time`.
    public String clock() {
        return clock;
    }
}
