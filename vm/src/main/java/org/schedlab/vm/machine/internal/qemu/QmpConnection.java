package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.host.Deadline;

/// QEMU's machine protocol (QMP): JSON lines over a Unix socket. Used by one thread at a time; there
/// is no thread of its own, so events wait in the socket until somebody asks.
public final class QmpConnection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_KEPT_EVENTS = 1000;
    private static final String REMEDY = "close the machine and boot again";

    private final SocketLine line;
    private final ByteBuffer received = ByteBuffer.allocate(64 << 10);
    private final StringBuilder text = new StringBuilder();
    private final Deque<JsonNode> messages = new ArrayDeque<>();
    private final Deque<JsonNode> events = new ArrayDeque<>();
    private long lastId;

    QmpConnection(SocketLine line) {
        this.line = line;
    }

    /// Reads QEMU's greeting and leaves negotiation mode.
    void handshake(Deadline deadline) throws IOException {
        JsonNode greeting = next(deadline, "QEMU's greeting on its QMP socket");
        if (!greeting.has("QMP")) {
            throw LabException.asked("QEMU did not greet on its QMP socket")
                    .found(greeting.toString())
                    .remedy("check which program is used as QEMU")
                    .exception();
        }
        execute("qmp_capabilities", Map.of(), deadline);
    }

    /// Sends a command and waits for its result.
    public JsonNode execute(String command, Map<String, ?> arguments, Deadline deadline) throws IOException {
        return result(send(command, arguments, deadline), command, deadline);
    }

    /// Sends a command and does not wait; [#result] fetches what came of it.
    public long send(String command, Map<String, ?> arguments, Deadline deadline) throws IOException {
        ObjectNode request = JSON.createObjectNode();
        request.put("execute", command);
        request.set("arguments", JSON.valueToTree(arguments));
        request.put("id", ++lastId);
        line.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)), deadline);
        return lastId;
    }

    /// Waits for the result of the command that [#send] numbered `id`.
    public JsonNode result(long id, String command, Deadline deadline) throws IOException {
        while (true) {
            JsonNode message = next(deadline, "QEMU's answer to the QMP command " + command);
            if (message.has("event")) {
                keep(message);
            } else if (message.path("id").asLong(-1) == id) {
                if (message.has("error")) {
                    throw LabException.asked("QEMU refused the QMP command " + command)
                            .found(message.path("error").path("desc").asText())
                            .remedy("see QEMU's QMP reference for the command and its arguments")
                            .exception();
                }
                return message.path("return");
            }
        }
    }

    /// Waits for the next event of this name; others are kept.
    public JsonNode awaitEvent(String name, Deadline deadline) throws IOException {
        while (true) {
            for (Iterator<JsonNode> kept = events.iterator(); kept.hasNext(); ) {
                JsonNode event = kept.next();
                if (event.path("event").asText().equals(name)) {
                    kept.remove();
                    return event;
                }
            }
            JsonNode message = next(deadline, "QEMU's event " + name);
            if (message.has("event")) {
                keep(message);
            }
        }
    }

    private void keep(JsonNode event) {
        if (events.size() == MAX_KEPT_EVENTS) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    private JsonNode next(Deadline deadline, String waitedFor) throws IOException {
        while (messages.isEmpty()) {
            Duration left = deadline.left();
            if (left.isZero() || !line.read(received.clear(), left)) {
                throw deadline.missed(waitedFor, REMEDY);
            }
            text.append(StandardCharsets.ISO_8859_1.decode(received.flip()));
            split();
        }
        return messages.removeFirst();
    }

    private void split() throws JsonProcessingException {
        int end;
        while ((end = text.indexOf("\n")) >= 0) {
            byte[] bytes = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
            text.delete(0, end + 1);
            String json = new String(bytes, StandardCharsets.UTF_8).strip();
            if (!json.isEmpty()) {
                messages.addLast(JSON.readTree(json));
            }
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
