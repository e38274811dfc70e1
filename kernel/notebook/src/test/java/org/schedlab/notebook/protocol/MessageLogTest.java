package org.schedlab.notebook.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MessageLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @Test
    void addsOneLineOfJsonForEachMessage() throws IOException {
        Path file = temporary.resolve("messages.jsonl");
        MessageLog log = new MessageLog(file);

        log.received(
                "shell", frames("front end", "<IDS|MSG>", "signature", "{\"msg_type\":\"x\"}", "{}", "{}", "{\n}"));
        log.sent("iopub", frames("<IDS|MSG>", "signature", "{}", "{}", "{}", "{\"text\":\"one\\ntwo\"}"));

        List<JsonObject> lines = Files.readAllLines(file).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().keySet())
                .containsExactly("time", "direction", "channel", "header", "parent_header", "metadata", "content");
        assertThat(lines.getFirst().get("direction").getAsString()).isEqualTo("in");
        assertThat(lines.getFirst().get("header")).isEqualTo(JsonParser.parseString("{'msg_type': 'x'}"));
        assertThat(lines.getLast().get("channel").getAsString()).isEqualTo("iopub");
        assertThat(lines.getLast().get("content")).isEqualTo(JsonParser.parseString("{'text': 'one\\ntwo'}"));
    }

    @Test
    void whatIsNoJsonStandsThereAsText() {
        String line = MessageLog.line("in", "shell", frames("<IDS|MSG>", "signature", "{]", "", "{}", "{}"));

        assertThat(JsonParser.parseString(line).getAsJsonObject().get("header").getAsString())
                .isEqualTo("{]");
    }

    @Test
    void stopsWhereItCannotWrite() throws IOException {
        MessageLog log = new MessageLog(temporary);

        log.sent("iopub", frames("<IDS|MSG>", "signature", "{}", "{}", "{}", "{}"));

        assertThat(temporary).isEmptyDirectory();
    }

    private static List<byte[]> frames(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
