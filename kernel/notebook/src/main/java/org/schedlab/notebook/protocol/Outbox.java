package org.schedlab.notebook.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/// Everything the kernel sends, in the order it was handed over.
///
/// A ZeroMQ socket belongs to one thread, and a thread that is interrupted inside a socket call
/// breaks the socket. So cells never touch a socket: [#send] only queues. The outbox's own thread,
/// which nobody interrupts, passes all on to the thread that reads the sockets, waking it through a
/// pipe, which an interrupt would break too.
final class Outbox {
    private record Parcel(ZMQ.@Nullable Socket socket, List<byte[]> frames) {}

    private final LinkedBlockingQueue<Parcel> waiting = new LinkedBlockingQueue<>();
    private final Queue<Parcel> forReader = new ConcurrentLinkedQueue<>();
    private final Pipe wakeUp;
    private volatile boolean ended;

    Outbox() throws IOException {
        wakeUp = Pipe.open();
        wakeUp.source().configureBlocking(false);
        wakeUp.sink().configureBlocking(false);
    }

    void start() {
        Thread.ofPlatform().daemon().name("jupyter-send").start(this::deliver);
    }

    /// Queues a message. Never blocks, may be called by any thread in any state.
    void send(ZMQ.Socket socket, List<byte[]> frames) {
        waiting.add(new Parcel(socket, frames));
    }

    /// After what is queued now nothing more is sent, and [#ended] becomes true.
    void finish() {
        waiting.add(new Parcel(null, List.of()));
    }

    /// All was sent or handed to the reader, which can close its sockets after a last
    /// [#sendFromReader].
    boolean ended() {
        return ended;
    }

    /// Becomes readable when [#sendFromReader] has something to do.
    Pipe.SourceChannel wakeUp() {
        return wakeUp.source();
    }

    /// Sends what is queued. Called by the reading thread only.
    void sendFromReader() throws IOException {
        ByteBuffer scratch = ByteBuffer.allocate(64);
        while (wakeUp.source().read(scratch) > 0) {
            scratch.clear();
        }
        for (Parcel parcel = forReader.poll(); parcel != null; parcel = forReader.poll()) {
            write(parcel);
        }
    }

    private void deliver() {
        try {
            for (Parcel parcel = waiting.take(); !parcel.frames().isEmpty(); parcel = waiting.take()) {
                forReader.add(parcel);
                wakeReader();
            }
            ended = true;
            wakeReader();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void wakeReader() throws IOException {
        wakeUp.sink().write(ByteBuffer.wrap(new byte[1]));
    }

    private static void write(Parcel parcel) {
        write(Objects.requireNonNull(parcel.socket()), parcel.frames());
    }

    /// Called by the thread that owns the socket only.
    static void write(ZMQ.Socket socket, List<byte[]> frames) {
        for (byte[] frame : frames.subList(0, frames.size() - 1)) {
            socket.sendMore(frame);
        }
        socket.send(frames.getLast());
    }
}
