package org.schedlab.notebook.names;

import java.util.Optional;
import java.util.stream.Stream;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;

/// Names of the session's checkpoints. Stateless.
public final class CheckpointNames {
    private CheckpointNames() {}

    /// All of them, with the moments they are of.
    public static Stream<Suggestion> all() {
        return checkpoints()
                .map(each -> Suggestion.of(each.name(), "checkpoint at " + MeasuredAt.seconds(each.guestTimeNanos())));
    }

    /// What a checkpoint is; empty if there is none of that name.
    public static Optional<String> explain(String name) {
        return checkpoints()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(SessionCheckpoint::text);
    }

    private static Stream<SessionCheckpoint> checkpoints() {
        return Lab.ifBooted().stream().flatMap(session -> session.checkpoints().list().stream());
    }
}
