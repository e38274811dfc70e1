package org.schedlab.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;

/// The cells of this session in order, with their text values. Thread-safe.
///
/// Entries go out as `[session, line, input]`, or `[session, line, [input, output]]` where output is
/// asked for, as messaging 5.3 has it. This session is number 0; earlier ones are not kept.
final class History {
    private record Entry(int line, String input, String output) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(int line, String input, String output) {
        entries.add(new Entry(line, input, output));
    }

    /// The content of a history reply.
    synchronized JsonObject answer(HistoryRequest request) {
        List<Entry> found = switch (request) {
            case HistoryRequest.Range range -> range(range);
            case HistoryRequest.Tail tail -> last(entries, tail.getMaxReturnLength());
            case HistoryRequest.Search search -> search(search);
            default -> List.of();
        };
        JsonArray history = new JsonArray();
        found.forEach(entry -> history.add(tuple(entry, request.includeOutput())));
        JsonObject content = new JsonObject();
        content.add("history", history);
        return content;
    }

    private List<Entry> range(HistoryRequest.Range range) {
        if (range.getSessionIndex() != 0) {
            return List.of();
        }
        return entries.stream()
                .filter(entry ->
                        entry.line() >= range.getStart() && (range.getStop() == 0 || entry.line() < range.getStop()))
                .toList();
    }

    private List<Entry> search(HistoryRequest.Search search) {
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
        tuple.add(0);
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
}
