package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the guest's kernel wrote on its console. Thread-safe; readable after the machine is closed.
public final class Console {
    private static final int TAIL_BYTES = 64 << 10;
    private static final int QUOTED_LINES = 20;
    private static final int AROUND_PANIC = 12;
    private static final int FEW = 3;
    private static final String PANIC = "Kernel panic - not syncing:";

    private final Path file;
    private volatile boolean kept;
    private volatile List<String> tail = List.of();

    Console(Path file) {
        this.file = file;
    }

    /// The file that holds all of it; removed when the machine is closed.
    public Path file() {
        return file;
    }

    /// The last lines, oldest first, at most `limit` and at most what fits in 64 KiB.
    public List<String> lastLines(int limit) {
        List<String> lines = kept ? tail : read();
        return List.copyOf(lines.subList(Math.max(0, lines.size() - limit), lines.size()));
    }

    /// The last lines that an error message shows.
    List<String> lastLines() {
        return lastLines(QUOTED_LINES);
    }

    /// What the kernel said when it panicked, if it did.
    public Optional<String> panic() {
        return lastLines(Integer.MAX_VALUE).stream()
                .filter(line -> line.contains(PANIC))
                .map(line ->
                        line.substring(line.indexOf(PANIC) + PANIC.length()).strip())
                .findFirst();
    }

    /// The lines around the panic that an error message shows: what led to it, and where it happened.
    List<String> aroundPanic() {
        List<String> lines = lastLines(Integer.MAX_VALUE);
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).contains(PANIC)) {
                return List.copyOf(lines.subList(
                        Math.max(0, line - AROUND_PANIC), Math.min(lines.size(), line + AROUND_PANIC + 1)));
            }
        }
        return lastLines();
    }

    /// Keeps the tail in memory, for the file goes away.
    void keep() {
        if (!kept) {
            tail = read();
            kept = true;
        }
    }

    static String quoted(List<String> lines) {
        return lines.isEmpty()
                ? "nothing on the guest's console"
                : "on the guest's console\n    " + String.join("\n    ", lines);
    }

    /// The end of them, where the guest's own words are hardly to blame: QEMU was killed, say.
    static String quotedEnd(List<String> lines) {
        return lines.size() <= FEW
                ? quoted(lines)
                : quoted(lines.subList(lines.size() - FEW, lines.size()))
                        + String.format(Locale.ROOT, "%n    (%d lines before these: console())", lines.size() - FEW);
    }

    private List<String> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile uninterruptible = new RandomAccessFile(file.toFile(), "r")) {
            uninterruptible.seek(Math.max(0, uninterruptible.length() - TAIL_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES);
            int count = 0;
            while (count >= 0 && bytes.hasRemaining()) {
                bytes.position(bytes.position() + count);
                count = uninterruptible.read(bytes.array(), bytes.position(), bytes.remaining());
            }
            String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            return text.lines().map(String::stripTrailing).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the guest's console " + file, e);
        }
    }
}
