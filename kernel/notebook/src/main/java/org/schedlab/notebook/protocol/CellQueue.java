package org.schedlab.notebook.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;

/// The cells that wait to run. One thread runs them in order of arrival; when one fails and its
/// request says `stop_on_error`, the cells that wait by then are answered with `aborted` (a browser
/// sends all cells of "Run All" at once and relies on that).
final class CellQueue {
    private final LinkedBlockingQueue<Message<?>> waiting = new LinkedBlockingQueue<>();
    private final Function<Message<?>, RequestEnvironment> environments;
    private final RepairedConnection.CellHandler handler;

    CellQueue(Function<Message<?>, RequestEnvironment> environments, RepairedConnection.CellHandler handler) {
        this.environments = environments;
        this.handler = handler;
    }

    void start() {
        Thread.ofPlatform().daemon().name("jupyter-cells").start(this::run);
    }

    /// Whether what the message asks for runs as a cell does: an execute request, or a message to something that a
    /// cell left in the front end.
    static boolean isForCells(Message<?> message) {
        MessageType<?> type = message.getHeader().getType();
        return type.equals(MessageType.EXECUTE_REQUEST) || type.equals(MessageType.COMM_MSG_COMMAND);
    }

    void add(Message<?> request) {
        waiting.add(request);
    }

    private void run() {
        try {
            while (true) {
                execute(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Message<?> request) {
        List<Message<?>> aborted = new ArrayList<>();
        answer(request, environment -> {
            if (!handler.handle(environment, request)) {
                waiting.drainTo(aborted);
            }
        });
        for (Message<?> notRun : aborted) {
            if (notRun.getHeader().getType().equals(MessageType.EXECUTE_REQUEST)) {
                answer(notRun, CellQueue::abort);
            } else {
                waiting.add(notRun);
            }
        }
    }

    private static void abort(RequestEnvironment environment) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "aborted");
        content.addProperty("execution_count", 0);
        environment.reply(content);
    }

    private void answer(Message<?> request, Consumer<RequestEnvironment> work) {
        RequestEnvironment environment = environments.apply(request);
        environment.setStatusBusy();
        try {
            work.accept(environment);
        } catch (Throwable failure) {
            environment.replyFailure(failure);
        } finally {
            environment.setStatusIdle();
        }
    }
}
