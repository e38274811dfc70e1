package org.schedlab.notebook.protocol;

import java.util.function.BiConsumer;

import io.github.spencerpark.jupyter.channels.IOPubChannel;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import org.zeromq.ZMQ;

/// The library's channels with one change: a message to send is queued, not written by the calling
/// thread. Their own `bind`, which would start the library's polling loops, is never called.
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // they only queue
final class QueuedChannels {
    /// Takes a message for a socket, on any thread.
    interface Sender extends BiConsumer<ZMQ.Socket, Message<?>> {}

    private QueuedChannels() {}

    /// Shell or control.
    static final class Shell extends ShellChannel {
        private final Sender sender;

        Shell(ZMQ.Context context, HMACGenerator signer, boolean control, JupyterConnection owner, Sender sender) {
            super(context, signer, control, owner);
            this.sender = sender;
        }

        @Override
        public void sendMessage(Message<?> message) {
            sender.accept(this, message);
        }
    }

    static final class Stdin extends StdinChannel {
        private final Sender sender;

        Stdin(ZMQ.Context context, HMACGenerator signer, Sender sender) {
            super(context, signer);
            this.sender = sender;
        }

        @Override
        public void sendMessage(Message<?> message) {
            sender.accept(this, message);
        }
    }

    static final class IoPub extends IOPubChannel {
        private final Sender sender;

        IoPub(ZMQ.Context context, HMACGenerator signer, Sender sender) {
            super(context, signer);
            this.sender = sender;
        }

        @Override
        public void sendMessage(Message<?> message) {
            sender.accept(this, message);
        }
    }
}
