package org.schedlab.vm.machine.internal.qemu;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

import org.schedlab.vm.machine.internal.host.Deadline;

/// One Unix-socket connection whose reads have deadlines. Used by one thread at a time, except
/// [#close()], which may come from any: whoever reads finds the other end gone.
final class SocketLine implements AutoCloseable {
    private static final long SLICE_MILLIS = 50;

    private final SocketChannel channel;
    private final Selector readable;

    private SocketLine(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        readable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
    }

    /// What to do each time a wait has lasted a little; throws to give up.
    interface Meanwhile {
        void check() throws IOException;
    }

    static ServerSocketChannel listen(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        server.configureBlocking(false);
        return server;
    }

    static SocketLine connect(Path socket) throws IOException {
        return new SocketLine(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /// Waits for the connection; `meanwhile` is asked about every 50 ms.
    static SocketLine accept(ServerSocketChannel server, Meanwhile meanwhile) throws IOException {
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                SocketChannel accepted = server.accept();
                if (accepted != null) {
                    return new SocketLine(accepted);
                }
                meanwhile.check();
                selector.select(SLICE_MILLIS);
                selector.selectedKeys().clear();
            }
        }
    }

    /// Reads at least one byte.
    ///
    /// @return false if nothing came in time
    /// @throws EOFException the other end is gone
    boolean read(ByteBuffer into, Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            int count;
            try {
                count = channel.read(into);
            } catch (IOException e) {
                throw gone(e);
            }
            if (count > 0) {
                return true;
            }
            if (count < 0) {
                throw new EOFException("the other end of the socket is closed");
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            await(left);
        }
    }

    private void await(long nanos) throws IOException {
        try {
            readable.select(Math.max(1, nanos / 1_000_000));
            readable.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw gone(e);
        }
    }

    /// Writes all of it.
    ///
    /// @throws EOFException the other end is gone
    void write(ByteBuffer bytes, Deadline deadline) throws IOException {
        while (bytes.hasRemaining()) {
            int count;
            try {
                count = channel.write(bytes);
            } catch (IOException e) {
                throw gone(e);
            }
            if (count == 0) {
                if (deadline.passed()) {
                    throw deadline.missed("QEMU to read from its socket", "close the machine and boot again");
                }
                Thread.onSpinWait();
            }
        }
    }

    private static EOFException gone(Exception cause) {
        EOFException gone = new EOFException("the other end of the socket is gone");
        gone.initCause(cause);
        return gone;
    }

    @Override
    public void close() throws IOException {
        try (readable) {
            channel.close();
        }
    }
}
