package org.schedlab.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/// One client on two streams, one message a line. Unlike the SDK's own it answers lines that are no messages
/// and goes on,
/// bounds their length, and stops a call that the client cancels. [#run()] on one thread; answers come from
/// others.
final class LineTransport implements McpServerTransportProvider, McpServerTransport {
    private static final String CANCELLED = "notifications/cancelled";

    private final McpJsonMapper json;
    private final MessageLines lines;
    private final OutputStream out;
    private final Map<String, Disposable> running = new ConcurrentHashMap<>();
    private @Nullable McpServerSession session;
    private boolean initialized;

    LineTransport(McpJsonMapper json, InputStream in, OutputStream out) {
        this.json = json;
        this.lines = new MessageLines(in);
        this.out = out;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        session = factory.create(this);
    }

    /// Answers messages until the client has closed its end.
    void run() {
        try {
            for (Optional<MessageLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                take(line.get());
            }
        } catch (IOException e) {
            // The client is gone: the same as the end of its messages.
        } finally {
            running.values().forEach(Disposable::dispose);
        }
    }

    private void take(MessageLines.Line line) {
        if (line.tooLong()) {
            refuse(
                    ErrorCodes.INVALID_REQUEST,
                    "a message of more than " + MessageLines.LONGEST + " bytes was not read; send less in one message");
        } else if (!line.text().isBlank()) {
            message(line.text()).ifPresent(this::handle);
        }
    }

    private Optional<JSONRPCMessage> message(String text) {
        Object any;
        try {
            any = json.readValue(text, Object.class);
        } catch (IOException e) {
            refuse(ErrorCodes.PARSE_ERROR, "this line is no JSON: " + firstLine(e) + "; send one message a line");
            return Optional.empty();
        }
        try {
            if (any instanceof Map<?, ?> object && "2.0".equals(object.get("jsonrpc"))) {
                return Optional.of(McpSchema.deserializeJsonRpcMessage(json, text));
            }
            refuse(
                    ErrorCodes.INVALID_REQUEST,
                    "this line is no message: it must be one JSON object with \"jsonrpc\": \"2.0\"");
        } catch (IOException | RuntimeException e) {
            refuse(ErrorCodes.INVALID_REQUEST, "this line is no message of JSON-RPC 2.0: " + firstLine(e));
        }
        return Optional.empty();
    }

    private void handle(JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCNotification notification
                && notification.method().equals(CANCELLED)) {
            cancel(notification.params());
            return;
        }
        if (session == null) {
            return;
        }
        if (message instanceof McpSchema.JSONRPCNotification notification
                && notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
            initialized = true;
        }
        if (message instanceof McpSchema.JSONRPCRequest request
                && !initialized
                && !request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            // The SDK would let it wait for the client to introduce itself.
            refuse(
                    request.id(),
                    ErrorCodes.INVALID_REQUEST,
                    "'%s' came before the client has introduced itself; send initialize, then notifications/initialized"
                            .formatted(request.method()));
            return;
        }
        Mono<Void> handled = session.handle(message).onErrorResume(_ -> Mono.empty());
        if (message instanceof McpSchema.JSONRPCRequest request) {
            String id = String.valueOf(request.id());
            // Put before it begins: it may end at once, and its end takes it out.
            var slot = reactor.core.Disposables.swap();
            running.put(id, slot);
            boolean _ = slot.replace(
                    handled.doFinally(_ -> running.remove(id, slot)).subscribe());
        } else {
            Disposable _ = handled.subscribe();
        }
    }

    /// Interrupts the call; as the protocol has it, it is not answered.
    private void cancel(@Nullable Object params) {
        if (params instanceof Map<?, ?> values) {
            Disposable call = running.remove(String.valueOf(values.get("requestId")));
            if (call != null) {
                call.dispose();
            }
        }
    }

    private void refuse(int code, String message) {
        refuse(null, code, message);
    }

    private void refuse(@Nullable Object id, int code, String message) {
        try {
            write(json.writeValueAsString(
                    new Refusal("2.0", id, new McpSchema.JSONRPCResponse.JSONRPCError(code, message, null))));
        } catch (IOException e) {
            // The client is gone; the next line says so.
        }
    }

    /// An answer that is an error.
    ///
    /// @param id null for what had none that could be read, as JSON-RPC has it
    private record Refusal(String jsonrpc, @Nullable Object id, McpSchema.JSONRPCResponse.JSONRPCError error) {}

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> {
            try {
                write(json.writeValueAsString(message));
            } catch (IOException e) {
                // The client is gone; the next line says so.
            }
        });
    }

    private void write(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return session == null ? Mono.empty() : session.sendNotification(method, params);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public void close() {
        // The streams are the process's.
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05, ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18);
    }
}
