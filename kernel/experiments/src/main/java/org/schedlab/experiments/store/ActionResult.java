package org.schedlab.experiments.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the remote execution API calls so, in its JSON: the hash of the one file that a key has, so that servers which
/// check what they are given take it.
///
/// @param sha256 of the content, in hex
/// @param length of the content, in bytes
record ActionResult(String sha256, long length) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    byte[] json() {
        ObjectNode result = JSON.createObjectNode();
        ObjectNode file = result.putArray("outputFiles").addObject().put("path", "row.json");
        file.putObject("digest").put("hash", sha256).put("sizeBytes", Long.toString(length));
        result.put("exitCode", 0);
        try {
            return JSON.writeValueAsBytes(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Empty if it is damaged.
    static Optional<ActionResult> read(byte[] json) {
        try {
            JsonNode digest = JSON.readTree(json).path("outputFiles").path(0).path("digest");
            String sha256 = digest.path("hash").asText();
            return SHA256.matcher(sha256).matches()
                    ? Optional.of(new ActionResult(sha256, digest.path("sizeBytes").asLong()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
