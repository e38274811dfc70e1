package org.schedlab.notebook;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;

/// Cells of all sessions, one a line of JSON, in one file that several kernels share: whoever writes holds
/// the lock of the file beside it. When the file has grown beyond its limit, the older half goes. A
/// history that cannot be read or written is none; nobody's cell fails for it. Confined to one thread.
final class HistoryFile {
    /// A cell of a session.
    ///
    /// @param session counted from 1, in the order in which sessions ran their first cells
    /// @param line the cell's execution count
    record Entry(int session, int line, String input, String output) {}

    private static final Gson JSON = new Gson();
    private static final long MOST_BYTES = 1L << 20;
    private static final Pattern SESSION = Pattern.compile("\\{\"session\":([0-9]{1,9}),.*");
    private static final int LONGEST_INPUT = 64 << 10;
    private static final int LONGEST_OUTPUT = 4 << 10;
    private static final int TRIES = 50;
    private static final long BETWEEN_TRIES_MILLIS = 20;

    private final Path file;
    private final long mostBytes;
    private volatile int session;

    HistoryFile(Path file) {
        this(file, MOST_BYTES);
    }

    HistoryFile(Path file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    /// This session's number; 0 before its first cell was written.
    int session() {
        return session;
    }

    /// Adds a cell of this session.
    void append(int line, String input, String output) {
        if (input.length() > LONGEST_INPUT) {
            return;
        }
        String shown = output.substring(0, Math.min(output.length(), LONGEST_OUTPUT));
        locked(() -> {
            if (session == 0) {
                session = latestSession() + 1;
            }
            Files.writeString(
                    file,
                    JSON.toJson(new Entry(session, line, input, shown)) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (Files.size(file) > mostBytes) {
                dropOlderHalf();
            }
        });
    }

    /// The cells of other sessions, in the order in which they were run.
    List<Entry> earlier() {
        List<Entry> found = new ArrayList<>();
        locked(() -> found.addAll(entries()));
        found.removeIf(entry -> entry.session() == session);
        return found;
    }

    private int latestSession() throws IOException {
        int latest = 0;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            Matcher of = SESSION.matcher(line);
            latest = of.matches() ? Math.max(latest, Integer.parseInt(of.group(1))) : latest;
        }
        return latest;
    }

    private List<Entry> entries() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(HistoryFile::entry)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList()
                : List.of();
    }

    /// A line that a full disk or a power cut broke off is none.
    @SuppressWarnings("ConstantValue") // Gson leaves out what a line does not have
    private static @Nullable Entry entry(String line) {
        try {
            Entry entry = JSON.fromJson(line, Entry.class);
            return entry == null || entry.input() == null || entry.output() == null ? null : entry;
        } catch (JsonParseException brokenOff) {
            return null;
        }
    }

    private void dropOlderHalf() throws IOException {
        List<String> lines = Files.readAllLines(file);
        long kept = 0;
        int first = lines.size();
        while (first > 0 && kept + lines.get(first - 1).length() < mostBytes / 2) {
            first--;
            kept += lines.get(first).length();
        }
        String newer = String.join("\n", lines.subList(first, lines.size())) + "\n";
        Folders.writeWhole(file, newer.getBytes(StandardCharsets.UTF_8));
    }

    private interface Work {
        void run() throws IOException;
    }

    private void locked(Work work) {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(
                beside,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (int i = 0; i < TRIES; i++) {
                try (FileLock lock = channel.tryLock()) {
                    if (lock != null) {
                        work.run();
                        return;
                    }
                }
                Thread.sleep(BETWEEN_TRIES_MILLIS);
            }
        } catch (IOException notKept) {
            // the next cell tries again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
