package org.schedlab.notebook.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Jupyter messages as lines of JSON at the end of a file, for whoever looks for a fault in the
/// conversation: `time`, `direction` (`in` or `out`), `channel`, then the message's four parts. Off
/// unless `SCHEDLAB_LOG_MESSAGES` names a file. Thread-safe.
final class MessageLog {
    private static final String VARIABLE = "SCHEDLAB_LOG_MESSAGES";
    private static final List<String> PARTS = List.of("header", "parent_header", "metadata", "content");

    private @Nullable Path file;

    MessageLog(@Nullable Path file) {
        this.file = file;
    }

    static MessageLog ofUser() {
        String name = System.getenv(VARIABLE);
        return new MessageLog(name == null || name.isBlank() ? null : Path.of(name));
    }

    void received(String channel, List<byte[]> frames) {
        write("in", channel, frames);
    }

    void sent(String channel, List<byte[]> frames) {
        write("out", channel, frames);
    }

    /// A log that cannot be written says so once; the conversation goes on without it.
    private synchronized void write(String direction, String channel, List<byte[]> frames) {
        if (file == null) {
            return;
        }
        try {
            String line = line(direction, channel, frames) + "\n";
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("schedlab: " + VARIABLE + ": no more messages are logged: " + e);
            file = null;
        }
    }

    static String line(String direction, String channel, List<byte[]> frames) {
        JsonObject line = new JsonObject();
        line.addProperty("time", Instant.now().toString());
        line.addProperty("direction", direction);
        line.addProperty("channel", channel);
        int first = WireFormat.header(frames);
        for (int part = 0; part < PARTS.size() && first + part < frames.size(); part++) {
            line.add(PARTS.get(part), json(new String(frames.get(first + part), UTF_8)));
        }
        return line.toString();
    }

    private static JsonElement json(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonSyntaxException e) {
            return new JsonPrimitive(text);
        }
    }
}
