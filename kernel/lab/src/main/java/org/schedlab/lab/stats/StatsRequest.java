package org.schedlab.lab.stats;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Which statistics are asked for, and of whom. A value.
///
/// @param path of the server's Unix socket in the guest
/// @param target which of the server's statistics; `top` is what it reports unless told
/// @param arguments more that a server may want to know, by name
/// @param patience how much guest time an answer may take
public record StatsRequest(String path, String target, Map<String, String> arguments, Duration patience) {
    /// Where servers of the scx project's crate `scx_stats` listen unless told.
    public static final String PATH = "/var/run/scx/root/stats";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public StatsRequest {
        arguments = Map.copyOf(arguments);
    }

    /// The statistics that a server reports unless told, where it listens unless told.
    public static StatsRequest top() {
        return new StatsRequest(PATH, "top", Map.of(), PATIENCE);
    }

    /// Other statistics of the server.
    public StatsRequest target(String name) {
        return new StatsRequest(path, name, arguments, patience);
    }

    /// A server that listens elsewhere.
    ///
    /// @param socket absolute, in the guest
    public StatsRequest at(String socket) {
        return new StatsRequest(socket, target, arguments, patience);
    }

    /// One thing more that the server is told.
    public StatsRequest with(String name, String value) {
        Map<String, String> more = new TreeMap<>(arguments);
        more.put(name, value);
        return new StatsRequest(path, target, more, patience);
    }

    /// How much guest time an answer may take.
    public StatsRequest withPatience(Duration guestTime) {
        return new StatsRequest(path, target, arguments, guestTime);
    }
}
