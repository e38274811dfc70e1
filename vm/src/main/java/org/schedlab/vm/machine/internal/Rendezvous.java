package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The host's side of the freeze point (`rendezvous.c`): a byte comes when the guest stands still, a
/// byte lets it go. From a live machine no byte comes; its QEMU ends with this line all the same.
public final class Rendezvous implements Meeting, AutoCloseable {
    private static final byte LIVE = 'L';
    private static final Duration RELEASE = Duration.ofSeconds(2);

    private final SocketLine line;
    private final ByteBuffer byteIn = ByteBuffer.allocateDirect(1);
    private final ByteBuffer byteOut = ByteBuffer.allocateDirect(1);

    Rendezvous(SocketLine line) {
        this.line = line;
    }

    @Override
    public boolean await(Duration atMost) throws IOException {
        return line.read(byteIn.clear(), atMost);
    }

    @Override
    public void release() throws IOException {
        release((byte) 0);
    }

    /// As [#release()], and lets QEMU's threads run as they like from now on: its main thread answers
    /// QMP while the guest runs, and runs cannot be repeated.
    public void releaseForLive() throws IOException {
        release(LIVE);
    }

    private void release(byte how) throws IOException {
        line.write(byteOut.clear().put(how).flip(), Deadline.in(RELEASE));
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
