package org.schedlab.notebook.protocol;

import java.util.List;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import org.jspecify.annotations.Nullable;

/// What one request's handler answers through. Every reply carries `status`; a silent request
/// publishes nothing but its status; busy and idle are sent around every request by the connection,
/// not by the handlers. The reply goes out with the idle status, behind it: some clients wait for what
/// is published only a moment longer than for the reply.
public final class RequestEnvironment extends ShellReplyEnvironment {
    private static final Gson JSON = new Gson();

    private final InputPrompt prompt;
    private volatile boolean silent;
    private @Nullable Message<?> reply;

    RequestEnvironment(
            ShellChannel shell, StdinChannel stdin, JupyterSocket iopub, MessageContext context, InputPrompt prompt) {
        super(shell, stdin, iopub, context);
        this.prompt = prompt;
    }

    /// From now on nothing but status goes to iopub.
    public void silence() {
        silent = true;
    }

    @Override
    public void setBusyDeferIdle() {}

    @Override
    public void publish(Message<?> message) {
        if (!silent || message.getHeader().getType().equals(PublishStatus.MESSAGE_TYPE)) {
            super.publish(message);
        }
    }

    @Override
    public void reply(Message<?> message) {
        reply = withContent(message, withStatus(message.getContent()));
    }

    /// The request is done: says so, and sends the reply, if there is one.
    @Override
    public void setStatusIdle() {
        super.setStatusIdle();
        Message<?> ready = reply;
        if (ready != null) {
            super.reply(ready);
        }
    }

    /// Answers the request with this content, which is sent as it is.
    public void reply(JsonObject content) {
        reply(withContent(replyType(), content));
    }

    /// Answers with an error, unless the request was answered already or is one that has no reply. Of a
    /// cell, front ends show only what is published.
    void replyFailure(Throwable failure) {
        MessageType<?> type = replyType();
        if (reply == null && !type.equals(MessageType.UNKNOWN)) {
            String name = failure.getClass().getSimpleName();
            String message = failure.getMessage() == null ? "" : failure.getMessage();
            List<String> traceback = List.of(failure.toString());
            if (getContext().getHeader().getType().equals(MessageType.EXECUTE_REQUEST)) {
                publish(new PublishError(name, message, traceback));
            }
            replyError(type.error(), new ErrorReply(name, message, traceback));
        }
    }

    @Override
    public String readFromStdIn(String question, boolean password) {
        return prompt.ask(getContext(), question, password);
    }

    private MessageType<?> replyType() {
        return MessageType.getType(getContext().getHeader().getType().getName().replaceFirst("_request$", "_reply"));
    }

    private static JsonObject withStatus(Object content) {
        JsonObject tree = content instanceof JsonObject ready
                ? ready
                : JSON.toJsonTree(content).getAsJsonObject();
        if (!tree.has("status")) {
            tree.addProperty("status", "ok");
        }
        return tree;
    }

    private Message<?> withContent(MessageType<?> type, JsonObject content) {
        return typed(type, content);
    }

    private Message<?> withContent(Message<?> message, JsonObject content) {
        return typed(message.getHeader().getType(), content);
    }

    @SuppressWarnings("unchecked")
    private <T> Message<T> typed(MessageType<T> type, Object content) {
        return new Message<>(getContext(), type, (T) content);
    }
}
