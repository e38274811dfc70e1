package org.schedlab.experiments.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.vm.Sha256;

/// What the remote execution API calls so, in its JSON, so that servers which check what they are given take it: the
/// hash of the one file that a key has, and the file itself once more, so that whoever wants all results
/// reads one file for each.
final class ActionResult {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String sha256;
    private final byte[] inlined;

    private ActionResult(String sha256, byte[] inlined) {
        this.sha256 = sha256;
        this.inlined = inlined;
    }

    /// Of a content.
    static ActionResult of(byte[] content) {
        return new ActionResult(Sha256.of(content), content);
    }

    /// Of the content, in hex.
    String sha256() {
        return sha256;
    }

    /// The content, if it is in here.
    Optional<byte[]> content() {
        return inlined.length > 0 && Sha256.of(inlined).equals(sha256) ? Optional.of(inlined) : Optional.empty();
    }

    byte[] json() {
        ObjectNode result = JSON.createObjectNode();
        ObjectNode file = result.putArray("outputFiles").addObject().put("path", "row.json");
        file.putObject("digest").put("hash", sha256).put("sizeBytes", Integer.toString(inlined.length));
        file.put("contents", inlined);
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
            JsonNode file = JSON.readTree(json).path("outputFiles").path(0);
            String sha256 = file.path("digest").path("hash").asText();
            byte[] inlined = file.has("contents") ? file.get("contents").binaryValue() : new byte[0];
            return SHA256.matcher(sha256).matches() ? Optional.of(new ActionResult(sha256, inlined)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
