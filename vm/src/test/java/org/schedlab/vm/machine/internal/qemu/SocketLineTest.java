package org.schedlab.vm.machine.internal.qemu;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class SocketLineTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whoeverReadsFindsTheOtherEndGoneWhenTheLineIsClosed() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = SocketLine.listen(socket)) {
            for (int round = 0; round < 500; round++) {
                SocketLine line = SocketLine.connect(socket);
                try (SocketLine _ = SocketLine.accept(server, () -> {})) {
                    CompletableFuture<Throwable> thrown = CompletableFuture.supplyAsync(
                            () -> catchThrowable(() -> line.read(ByteBuffer.allocate(1), LONG)));
                    LockSupport.parkNanos(round * 500L);
                    line.close();
                    assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOf(EOFException.class);
                }
            }
        }
    }

    @Test
    void saysThatNothingCame() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = SocketLine.listen(socket);
                SocketLine line = SocketLine.connect(socket);
                SocketLine _ = SocketLine.accept(server, () -> {})) {
            assertThat(line.read(ByteBuffer.allocate(1), Duration.ofMillis(1))).isFalse();
        }
    }
}
