package org.schedlab.notebook.protocol;

import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.reply.InputReply;
import io.github.spencerpark.jupyter.messages.request.InputRequest;

/// Asks the front end for a line of input. The asking cell waits on a queue, not on the socket, so an
/// interrupt ends the wait.
final class InputPrompt {
    private final StdinChannel stdin;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    InputPrompt(StdinChannel stdin) {
        this.stdin = stdin;
    }

    void answered(Message<?> message) {
        if (message.getContent() instanceof InputReply reply && reply.getValue() != null) {
            answers.add(reply.getValue());
        }
    }

    /// The line typed, without its end.
    ///
    /// @throws CancellationException when the cell was interrupted while it waited
    String ask(MessageContext context, String question, boolean password) {
        answers.clear();
        stdin.sendMessage(new Message<>(context, InputRequest.MESSAGE_TYPE, new InputRequest(question, password)));
        try {
            return answers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted while waiting for input").initCause(e);
        }
    }
}
