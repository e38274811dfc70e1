package org.schedlab.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a cell gave: nothing but what the guest decided, so that equal cells give equal bytes. Immutable.
///
/// @param metrics in the order of the experiment; NaN where nothing was measured
/// @param verdict the outcome of the claims; empty if none were made
/// @param end how it ended before its time: an assertion, a panic, a scheduler that was refused or ended;
///     empty if it did not
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC where the scenario ended; 0 if the machine was lost
/// @param stateHash of all RAM there, [org.schedlab.lab.session.VmSession#stateHash()]; empty if the
///     machine was lost
/// @param journalSha256 of all that the machine was given up to there; empty if the machine was lost
public record CellRow(
        SequencedMap<String, Double> metrics,
        String verdict,
        String end,
        long guestTimeNanos,
        String stateHash,
        String journalSha256) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IDENTITY = "identity";

    public CellRow {
        metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    }

    /// As JSON, with what the cell is.
    byte[] bytes(ObjectNode identity) {
        ObjectNode row = JSON.createObjectNode();
        row.set(IDENTITY, identity);
        ObjectNode numbers = row.putObject("metrics");
        metrics.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                numbers.put(name, value);
            } else {
                numbers.putNull(name);
            }
        });
        row.put("verdict", verdict)
                .put("end", end)
                .put("guest_time_ns", guestTimeNanos)
                .put("state_hash", stateHash)
                .put("journal_sha256", journalSha256);
        try {
            return JSON.writeValueAsBytes(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The row of these bytes; empty if they are not one of this cell.
    ///
    /// @param key of the cell
    static Optional<CellRow> read(byte[] bytes, String key) {
        try {
            JsonNode row = JSON.readTree(bytes);
            if (!(row.path(IDENTITY) instanceof ObjectNode identity)
                    || !Identities.key(identity).equals(key)) {
                return Optional.empty();
            }
            SequencedMap<String, Double> metrics = new LinkedHashMap<>();
            row.path("metrics")
                    .properties()
                    .forEach(each -> metrics.put(each.getKey(), each.getValue().asDouble(Double.NaN)));
            return Optional.of(new CellRow(
                    metrics,
                    row.path("verdict").asText(),
                    row.path("end").asText(),
                    row.path("guest_time_ns").asLong(),
                    row.path("state_hash").asText(),
                    row.path("journal_sha256").asText()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
