package org.schedlab.notebook.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.IOPubChannel;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/// The library's connection, with its faults fixed from outside.
///
/// | fault of jupyter-jvm-basekernel 2.3.0 | fixed by | | --- | --- | | each channel polls and
/// sleeps 50 ms (heartbeat 500 ms) | one thread blocks on all sockets: [#receive] | | a forged or
/// garbled message ends the channel's thread | [WireFormat] refuses it, [#accept] drops it | | an
/// `Error` thrown by a handler ends the channel's thread | [#handle] answers with an error | |
/// replies lack `status` | [RequestEnvironment] | | busy and idle missing around some requests |
/// [#handle] | | cells block completion, inspection and kernel_info | cells have their own thread:
/// [CellQueue] | | queued cells run on after an error | [CellQueue] | | any thread writes to the
/// sockets | [Outbox] | | waiting for input cannot be interrupted | [InputPrompt] | | output after
/// the end of a cell is lost, one message per line | [CellOutput] | | no `iopub_welcome` | [#welcome] |
///
/// Silent cells, execution counts, history and user expressions are fixed where they are handled, by
/// the kernel. The sockets that the base class makes for itself are never bound.
public final class RepairedConnection extends JupyterConnection {
    /// Runs one cell. Returns false when the cells queued behind it must not run.
    public interface CellHandler {
        boolean handle(RequestEnvironment environment, Message<?> request);
    }

    /// The version of Jupyter's messaging that this kernel speaks.
    public static final String PROTOCOL_VERSION = WireFormat.PROTOCOL_VERSION;

    private static final int LINGER_MILLIS = 500;
    /// The first byte of what an XPUB socket reads: the rest is the topic.
    private static final byte SUBSCRIBED = 1;
    private static final Duration CLOSE_DEADLINE = Duration.ofMillis(900);

    private final KernelConnectionProperties properties;
    private final WireFormat format;
    private final MessageLog log = MessageLog.ofUser();
    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket beat;
    private final QueuedChannels.Shell requests;
    private final QueuedChannels.Shell commands;
    private final QueuedChannels.Stdin input;
    private final QueuedChannels.IoPub publisher;
    /// What is bound for iopub: the library's own socket cannot tell of subscriptions.
    private final ZMQ.Socket broadcast;
    private final Outbox outbox;
    private final InputPrompt prompt;
    private final CellQueue cells;
    private final ExecutorService requestThread = oneThread("jupyter-shell");
    private final ExecutorService commandThread = oneThread("jupyter-control");
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Makes the sockets; [#connect] binds them.
    ///
    /// @param cell runs the code of an execute request, or what a comm message asks for, on a thread of its
    ///     own, one at a time
    public RepairedConnection(KernelConnectionProperties properties, CellHandler cell)
            throws GeneralSecurityException, IOException {
        super(properties);
        this.properties = properties;
        HMACGenerator signer = properties.createHMACGenerator();
        format = new WireFormat(signer);
        publisher = new QueuedChannels.IoPub(context, signer, this::send);
        broadcast = context.socket(SocketType.XPUB);
        broadcast.setXpubVerbose(true);
        outbox = new Outbox();
        requests = new QueuedChannels.Shell(context, signer, false, this, this::send);
        commands = new QueuedChannels.Shell(context, signer, true, this, this::send);
        input = new QueuedChannels.Stdin(context, signer, this::send);
        beat = context.socket(SocketType.REP);
        prompt = new InputPrompt(input);
        cells = new CellQueue(this::environment, cell);
    }

    /// Binds the sockets and starts to answer. All handlers must be set.
    @Override
    public void connect() {
        bind(beat, properties.getHbPort());
        bind(requests, properties.getShellPort());
        bind(commands, properties.getControlPort());
        bind(input, properties.getStdinPort());
        bind(broadcast, properties.getIopubPort());
        outbox.start();
        cells.start();
        Thread.ofPlatform().name("jupyter-receive").start(this::receive);
        publisher.sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
    }

    @Override
    public IOPubChannel getIOPub() {
        return publisher;
    }

    /// Runs this when the control request that is being answered is done and idle.
    public void afterRequest(Runnable action) {
        commandThread.execute(action);
    }

    /// Sends what is queued and closes the sockets, within a second.
    @Override
    public void close() {
        outbox.finish();
        try {
            if (!closed.await(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("schedlab: the connection did not close in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the connection is closed.
    @Override
    public void waitUntilClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(ZMQ.Socket socket, Message<?> message) {
        List<byte[]> frames = format.encode(message);
        log.sent(channel(socket), frames);
        outbox.send(socket == publisher ? broadcast : socket, frames);
    }

    /// A front end subscribed to iopub: whoever has subscribed is told that from now on nothing is lost.
    private void welcome() {
        while ((broadcast.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            byte[] asked = broadcast.recv();
            if (asked.length > 0 && asked[0] == SUBSCRIBED) {
                byte[] topic = Arrays.copyOfRange(asked, 1, asked.length);
                JsonObject content = new JsonObject();
                content.addProperty("subscription", new String(topic, StandardCharsets.UTF_8));
                List<byte[]> frames =
                        format.encode("iopub_welcome", content, topic.length == 0 ? List.of() : List.of(topic));
                log.sent("iopub", frames);
                Outbox.write(broadcast, frames);
            }
        }
    }

    private String channel(ZMQ.Socket socket) {
        if (socket == requests) {
            return "shell";
        }
        return socket == commands ? "control" : socket == input ? "stdin" : "iopub";
    }

    private void bind(ZMQ.Socket socket, int port) {
        socket.setLinger(LINGER_MILLIS);
        socket.bind(properties.getTransport() + "://" + properties.getIp() + ":" + port);
    }

    private void receive() {
        try (ZMQ.Poller poller = context.poller(6)) {
            int wakeUp = poller.register(outbox.wakeUp(), ZMQ.Poller.POLLIN);
            int heartbeat = poller.register(beat, ZMQ.Poller.POLLIN);
            int subscriptions = poller.register(broadcast, ZMQ.Poller.POLLIN);
            poller.register(requests, ZMQ.Poller.POLLIN);
            poller.register(commands, ZMQ.Poller.POLLIN);
            poller.register(input, ZMQ.Poller.POLLIN);
            while (!outbox.ended()) {
                poller.poll();
                if (poller.pollin(wakeUp)) {
                    outbox.sendFromReader();
                }
                if (poller.pollin(heartbeat)) {
                    beat.send(beat.recv());
                }
                if (poller.pollin(subscriptions)) {
                    welcome();
                }
                receiveAll(commands);
                receiveAll(input);
                receiveAll(requests);
            }
            outbox.sendFromReader();
        } catch (IOException e) {
            System.err.println("schedlab: the connection broke: " + e);
        } finally {
            List.of(beat, requests, commands, input, publisher, broadcast).forEach(ZMQ.Socket::close);
            context.term();
            closed.countDown();
        }
    }

    private void receiveAll(ZMQ.Socket socket) {
        while ((socket.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            List<byte[]> frames = new ArrayList<>();
            do {
                frames.add(socket.recv());
            } while (socket.hasReceiveMore());
            accept(socket, frames);
        }
    }

    private void accept(ZMQ.Socket socket, List<byte[]> frames) {
        Message<?> message;
        try {
            message = format.decode(frames);
            log.received(channel(socket), frames);
        } catch (MalformedMessageException e) {
            System.err.println("schedlab: ignored a message, " + e.getMessage());
            return;
        }
        if (socket == input) {
            prompt.answered(message);
        } else if (CellQueue.isForCells(message)) {
            cells.add(message);
        } else if (socket == commands) {
            commandThread.execute(() -> handle(commands, message));
        } else {
            requestThread.execute(() -> handle(requests, message));
        }
    }

    private <T> void handle(ShellChannel channel, Message<T> message) {
        ShellHandler<T> handler = getHandler(message.getHeader().getType());
        if (handler == null) {
            return;
        }
        RequestEnvironment environment = new RequestEnvironment(channel, input, publisher, message, prompt);
        environment.setStatusBusy();
        try {
            handler.handle(environment, message);
            environment.resolveDeferrals();
        } catch (Throwable failure) {
            environment.replyFailure(failure);
        } finally {
            environment.setStatusIdle();
        }
    }

    private RequestEnvironment environment(Message<?> cell) {
        return new RequestEnvironment(requests, input, publisher, cell, prompt);
    }

    private static ExecutorService oneThread(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }
}
