package org.schedlab.notebook.protocol;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.spencerpark.jupyter.messages.publish.PublishStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Bytes in, few stream messages out: a message goes when 40 ms have passed since its first byte, at
/// 8 kB when the last message is older than 40 ms, and at 1 MB in any case. No timer runs while
/// nothing is printed. Thread-safe.
final class CoalescingStream extends OutputStream {
    private static final long PAUSE_NANOS = 40_000_000;
    private static final int ENOUGH = 8 << 10;
    private static final int FULL = 1 << 20;

    private final PublishStream.StreamType type;
    private final ScheduledExecutorService timer;
    private final UnaryOperator<String> readable;
    private final Consumer<PublishStream> publisher;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;
    private boolean scheduled;

    CoalescingStream(
            PublishStream.StreamType type,
            ScheduledExecutorService timer,
            UnaryOperator<String> readable,
            Consumer<PublishStream> publisher) {
        this.readable = readable;
        this.type = type;
        this.timer = timer;
        this.publisher = publisher;
    }

    @Override
    public synchronized void write(int value) {
        pending.write(value);
        written();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        pending.write(bytes, offset, length);
        written();
    }

    /// Publishes what is pending, including the first bytes of an unfinished character.
    synchronized void publishNow() {
        publish(pending.size());
    }

    private void written() {
        int size = pending.size();
        if (size >= FULL || (size >= ENOUGH && System.nanoTime() - lastNanos > PAUSE_NANOS)) {
            publish(wholeCharacters());
        } else if (!scheduled) {
            scheduled = true;
            var _ = timer.schedule(this::onTimer, PAUSE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void onTimer() {
        scheduled = false;
        publish(wholeCharacters());
    }

    private void publish(int length) {
        if (length > 0) {
            byte[] bytes = pending.toByteArray();
            pending.reset();
            pending.write(bytes, length, bytes.length - length);
            lastNanos = System.nanoTime();
            publisher.accept(new PublishStream(type, readable.apply(new String(bytes, 0, length, UTF_8))));
        }
    }

    /// The number of pending bytes that end with a whole UTF-8 character.
    private int wholeCharacters() {
        byte[] bytes = pending.toByteArray();
        int start = bytes.length - 1;
        while (start >= 0 && start > bytes.length - 4 && (bytes[start] & 0xc0) == 0x80) {
            start--;
        }
        if (start < 0 || (bytes[start] & 0xc0) != 0xc0) {
            return bytes.length;
        }
        int needed = Integer.numberOfLeadingZeros(~(bytes[start] << 24));
        return bytes.length - start >= needed ? bytes.length : start;
    }
}
