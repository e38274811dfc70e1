package org.schedlab.mcp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import org.schedlab.mcp.tools.Answer;
import org.schedlab.mcp.tools.Arguments;
import org.schedlab.mcp.tools.LabSession;
import org.schedlab.mcp.tools.LabTool;
import org.schedlab.vm.LabException;

/// Tools as the protocol calls them: one after the other, each with a deadline, errors as text. Thread-safe.
final class ToolCalls {
    private final LabSession session;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("schedlab deadlines").factory());

    ToolCalls(LabSession session) {
        this.session = session;
    }

    SyncToolSpecification specification(LabTool tool) {
        McpSchema.Tool described = McpSchema.Tool.builder(
                        tool.name(), tool.schema().map())
                .title(tool.title())
                .description(tool.description())
                .annotations(McpSchema.ToolAnnotations.builder()
                        .title(tool.title())
                        .readOnlyHint(tool.effect() == LabTool.Effect.LOOKS)
                        .destructiveHint(tool.effect() == LabTool.Effect.ENDS)
                        .openWorldHint(false)
                        .build())
                .build();
        return SyncToolSpecification.builder()
                .tool(described)
                .callHandler((exchange, request) -> call(tool, exchange, request))
                .build();
    }

    private McpSchema.CallToolResult call(
            LabTool tool, McpSyncServerExchange exchange, McpSchema.CallToolRequest request) {
        Map<String, Object> given = request.arguments() == null ? Map.of() : request.arguments();
        Thread caller = Thread.currentThread();
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = clock.schedule(
                () -> {
                    late.set(true);
                    caller.interrupt();
                },
                tool.deadline().toSeconds(),
                TimeUnit.SECONDS);
        try {
            Answer answer = session.call(tool, new Arguments(tool.name(), given), new Progress(exchange, request));
            return result(answer);
        } catch (LabException e) {
            return failed(late.get() ? tooLate(tool, e.getMessage()) : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(late.get() ? tooLate(tool, "the call was waiting for its turn") : "the call was stopped");
        } catch (RuntimeException | Error e) {
            StackTraceElement[] stack = e.getStackTrace();
            return failed(
                    "the tool %s met an error of schedlab's own: %s%s\n  try: shutdown, then boot; tell schedlab's authors"
                            .formatted(tool.name(), e, stack.length == 0 ? "" : " at " + stack[0]));
        } finally {
            deadline.cancel(false);
            boolean _ = Thread.interrupted(); // the thread is a pool's
        }
    }

    private static String tooLate(LabTool tool, String told) {
        Duration limit = tool.deadline();
        return String.format(
                Locale.ROOT,
                "the call %s was stopped after %d s of host time, its deadline%n  found: %s%n  try: ask for less at once",
                tool.name(),
                limit.toSeconds(),
                told);
    }

    private McpSchema.CallToolResult result(Answer answer) {
        Map<String, Object> data = new LinkedHashMap<>(answer.data());
        return McpSchema.CallToolResult.builder()
                .addTextContent(answer.text())
                .structuredContent(data)
                .isError(false)
                .build();
    }

    private McpSchema.CallToolResult failed(String message) {
        return McpSchema.CallToolResult.builder()
                .addTextContent(session.withStanding(message))
                .structuredContent(Map.of("error", message))
                .isError(true)
                .build();
    }
}
