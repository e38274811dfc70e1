package org.schedlab.mcp;

import java.util.Map;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import org.jspecify.annotations.Nullable;
import org.schedlab.lab.ProgressListener;

/// Tells the client how far a call is, at most twice a second, if it asked to be told.
final class Progress implements ProgressListener {
    private static final long PAUSE_NANOS = 500_000_000;

    private final McpSyncServerExchange exchange;
    private final @Nullable Object token;
    private long told;
    private double steps;

    Progress(McpSyncServerExchange exchange, McpSchema.CallToolRequest request) {
        Map<String, Object> meta = request.meta();
        this.exchange = exchange;
        this.token = meta == null ? null : meta.get("progressToken");
        this.told = System.nanoTime();
    }

    @Override
    public Call begin(String what) {
        return new Call() {
            @Override
            public void update(double fraction, String detail) {
                tell(what + ": " + detail);
            }

            @Override
            public void done(String summary) {}

            @Override
            public void close() {}
        };
    }

    /// The protocol wants a number that grows; what is done cannot be summed over calls of different kinds.
    private synchronized void tell(String text) {
        long now = System.nanoTime();
        if (token == null || now - told < PAUSE_NANOS) {
            return;
        }
        told = now;
        steps++;
        exchange.progressNotification(McpSchema.ProgressNotification.builder(token, steps)
                .message(text)
                .build());
    }

    @Override
    public void notice(String text) {
        System.err.println(text);
    }
}
