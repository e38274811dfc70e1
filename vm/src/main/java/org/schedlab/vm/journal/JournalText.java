package org.schedlab.vm.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.PackedText;
import org.schedlab.vm.Sha256;

/// A piece of a journal as text: JSON, packed (zlib), base64. Equal inputs give equal text. Stateless.
///
/// The JSON has `format`, `inputs` in order and `contents`: each content once, base64, by its SHA-256. An input is
/// `{"run": clock ns}`, `{"ring": ns}`, `{"go_on": ns}`, `{"cut": clock ns, "ns": ns}`,
/// `{"at": clock ns, "address": virtual address, "stored": bytes}`,
/// `{"message": what, "parts": [[offset, sha256], …]}` or
/// `{"write": physical address, "content": sha256}`.
public final class JournalText {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalText() {}

    /// The text of these inputs.
    public static String of(List<Input> inputs) {
        return packed(json(inputs));
    }

    private static ObjectNode json(List<Input> inputs) {
        ObjectNode journal = JSON.createObjectNode().put("format", FORMAT);
        ArrayNode list = journal.putArray("inputs");
        ObjectNode contents = JSON.createObjectNode();
        for (Input input : inputs) {
            ObjectNode one = list.addObject();
            switch (input) {
                case Input.Run run -> one.put("run", run.untilNanos());
                case Input.Ring ring -> one.put("ring", ring.nanos());
                case Input.GoOn goOn -> one.put("go_on", goOn.nanos());
                case Input.Cut cut -> one.put("cut", cut.untilNanos()).put("ns", cut.nanos());
                case Input.Instruction at ->
                    one.put("at", at.clockNanos()).put("address", at.address()).put("stored", at.storedBytes());
                case Input.Message message -> {
                    ArrayNode parts = one.put("message", message.what()).putArray("parts");
                    message.parts()
                            .forEach(part -> parts.addArray().add(part.offset()).add(keep(part.content(), contents)));
                }
                case Input.Write write ->
                    one.put("write", write.physical()).put("content", keep(write.content(), contents));
            }
        }
        journal.set("contents", contents);
        return journal;
    }

    /// SHA-256 over inputs, in hex: equal for equal inputs only.
    public static String sha256(List<Input> inputs) {
        try {
            return Sha256.of(JSON.writeValueAsBytes(json(inputs).without("contents")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String keep(Content content, ObjectNode contents) {
        String sha256 = content.sha256();
        if (!contents.has(sha256)) {
            contents.put(sha256, content.bytes());
        }
        return sha256;
    }

    private static String packed(ObjectNode journal) {
        try {
            return PackedText.of(JSON.writeValueAsBytes(journal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The inputs of a text.
    ///
    /// @throws LabException if it is damaged
    public static List<Input> read(String text) {
        try {
            JsonNode journal = JSON.readTree(PackedText.read(text));
            if (journal.path("format").asInt() != FORMAT) {
                throw damaged("format " + journal.path("format"), null);
            }
            Map<String, Content> contents = contents(journal.path("contents"));
            List<Input> inputs = new ArrayList<>();
            for (JsonNode one : journal.path("inputs")) {
                inputs.add(input(one, contents));
            }
            return inputs;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, Content> contents(JsonNode told) throws IOException {
        Map<String, Content> contents = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : told.properties()) {
            Content content = Content.of(each.getValue().binaryValue());
            if (!content.sha256().equals(each.getKey())) {
                throw damaged("a content is not the one of its hash " + each.getKey(), null);
            }
            contents.put(each.getKey(), content);
        }
        return contents;
    }

    private static Input input(JsonNode one, Map<String, Content> contents) {
        if (one.has("run")) {
            return new Input.Run(one.get("run").asLong());
        }
        if (one.has("ring")) {
            return new Input.Ring(one.get("ring").asLong());
        }
        if (one.has("go_on")) {
            return new Input.GoOn(one.get("go_on").asLong());
        }
        if (one.has("cut")) {
            return new Input.Cut(one.get("cut").asLong(), one.path("ns").asLong());
        }
        if (one.has("at")) {
            return new Input.Instruction(
                    one.get("at").asLong(),
                    one.path("address").asLong(),
                    one.path("stored").asInt());
        }
        if (one.has("write")) {
            return new Input.Write(one.get("write").asLong(), content(one.path("content"), contents));
        }
        if (!one.has("message")) {
            throw damaged("an input of no known kind: " + one, null);
        }
        List<Input.Part> parts = new ArrayList<>();
        one.path("parts")
                .forEach(part -> parts.add(new Input.Part(part.path(0).asLong(), content(part.path(1), contents))));
        return new Input.Message(one.get("message").asText(), parts);
    }

    private static Content content(JsonNode hash, Map<String, Content> contents) {
        Content found = contents.get(hash.asText());
        if (found == null) {
            throw damaged("the content %s is missing".formatted(hash), null);
        }
        return found;
    }

    private static LabException damaged(String how, @Nullable Throwable cause) {
        LabException told = LabException.asked("a journal cannot be read")
                .found(how)
                .remedy("take the notebook as it was executed; run all its cells to record it anew")
                .exception();
        if (cause != null) {
            told.initCause(cause);
        }
        return told;
    }
}
