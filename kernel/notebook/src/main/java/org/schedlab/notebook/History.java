package org.schedlab.notebook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.HistoryFile.Entry;
import org.schedlab.notebook.magics.Notebook.PastCell;

/// The cells of this session in order, with their text values, and, where a file is given, those of
/// earlier sessions. Thread-safe.
///
/// Entries go out as `[session, line, input]`, or `[session, line, [input, output]]` where output is
/// asked for, as messaging 5.5 has it. A range of session 0 is this session's, of -1 the one's before it. The file
/// is written and read on a thread of its own: no cell waits for it.
final class History {
    private static final long LAST_WRITE_MILLIS = 300;

    private final List<PastCell> cells = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("history").factory());
    private volatile @Nullable HistoryFile file;

    /// From now on cells are remembered in this file too, beyond the session's end.
    void keepIn(Path path) {
        file = new HistoryFile(path);
    }

    synchronized void add(int line, String input, String output) {
        cells.add(new PastCell(line, input));
        outputs.add(output);
        HistoryFile kept = file;
        if (kept != null) {
            writer.execute(() -> kept.append(line, input, output));
        }
    }

    /// The cells of this session.
    synchronized List<PastCell> cells() {
        return List.copyOf(cells);
    }

    /// The content of a history reply.
    JsonObject answer(HistoryRequest request) {
        HistoryFile kept = file;
        List<Entry> earlier = kept == null ? List.of() : earlier(kept);
        int session = kept == null ? 0 : kept.session();
        List<Entry> found = switch (request) {
            case HistoryRequest.Range range -> range(range, earlier, session);
            case HistoryRequest.Tail tail -> last(all(earlier, session), tail.getMaxReturnLength());
            case HistoryRequest.Search search -> search(search, all(earlier, session));
            default -> List.of();
        };
        JsonArray history = new JsonArray();
        found.forEach(entry -> history.add(tuple(entry, request.includeOutput())));
        JsonObject content = new JsonObject();
        content.add("history", history);
        return content;
    }

    private List<Entry> earlier(HistoryFile kept) {
        return CompletableFuture.supplyAsync(kept::earlier, writer)
                .completeOnTimeout(List.of(), 2, TimeUnit.SECONDS)
                .join();
    }

    private List<Entry> all(List<Entry> earlier, int session) {
        return Stream.concat(earlier.stream(), own(session).stream()).toList();
    }

    private synchronized List<Entry> own(int session) {
        List<Entry> own = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            own.add(new Entry(session, cells.get(i).number(), cells.get(i).source(), outputs.get(i)));
        }
        return own;
    }

    private List<Entry> range(HistoryRequest.Range range, List<Entry> earlier, int session) {
        int asked = range.getSessionIndex() > 0 ? range.getSessionIndex() : session + range.getSessionIndex();
        List<Entry> entries = asked == session
                ? own(session)
                : earlier.stream().filter(entry -> entry.session() == asked).toList();
        return entries.stream()
                .filter(entry ->
                        entry.line() >= range.getStart() && (range.getStop() == 0 || entry.line() < range.getStop()))
                .toList();
    }

    private static List<Entry> search(HistoryRequest.Search search, List<Entry> entries) {
        String wanted = search.getPattern();
        Pattern pattern = glob(wanted == null ? "*" : wanted);
        List<Entry> found = entries.stream()
                .filter(entry -> pattern.matcher(entry.input()).matches())
                .toList();
        if (search.filterUnique()) {
            Map<String, Entry> latest = new LinkedHashMap<>();
            for (Entry entry : found) {
                latest.remove(entry.input());
                latest.put(entry.input(), entry);
            }
            found = List.copyOf(latest.values());
        }
        return last(found, search.getMaxReturnLength());
    }

    private static List<Entry> last(List<Entry> all, int most) {
        return most <= 0 || most >= all.size() ? List.copyOf(all) : all.subList(all.size() - most, all.size());
    }

    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static JsonArray tuple(Entry entry, boolean withOutput) {
        JsonArray tuple = new JsonArray();
        tuple.add(entry.session());
        tuple.add(entry.line());
        if (withOutput) {
            JsonArray pair = new JsonArray();
            pair.add(entry.input());
            pair.add(entry.output());
            tuple.add(pair);
        } else {
            tuple.add(entry.input());
        }
        return tuple;
    }

    /// Waits a moment for what is still to be written.
    void close() throws InterruptedException {
        writer.shutdown();
        boolean _ = writer.awaitTermination(LAST_WRITE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
