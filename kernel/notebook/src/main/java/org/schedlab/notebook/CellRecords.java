package org.schedlab.notebook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.session.Provenance;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.vm.PackedText;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.journal.JournalText;

/// The records that make a notebook reproducible: one in the outputs of each cell that moved the
/// machine. Confined to the thread of the cells.
///
/// A record has the `cell`'s number, `guest_time_ns` and `state_hash` at its end, the hashes of the
/// `sources` of all cells since the last record; where it is the machine's first, the facts about the
/// `machine`; the `programs` brought in, if they are others; and the `schedulers` put in charge since
/// the last record. Those that do not come with schedlab bring the BPF object that they had before
/// knobs were set (zlib, base64). `journal` is what the machine was given ([JournalText]) from the end of the cell
/// `journal_from` on, 0 for the boot; one that is too long for a notebook is left out. `record_sha256` is
/// over all the rest of it. A live machine has one record without time and hash.
final class CellRecords {
    private static final int FORMAT = 1;
    private static final int LONGEST_JOURNAL = 1 << 20;

    private JsonArray sources = new JsonArray();
    private @Nullable VmSession session;
    private int schedulersTold;
    private Map<String, String> programsTold = Map.of();
    private final Map<Integer, Journal.Point> ends = new HashMap<>();

    /// A cell was run.
    void add(int number, String source) {
        JsonObject cell = new JsonObject();
        cell.addProperty("cell", number);
        cell.addProperty("sha256", Sha256.of(source.getBytes(StandardCharsets.UTF_8)));
        sources.add(cell);
    }

    /// The record of the cell that was run last.
    JsonObject record(SessionCheckpoint end, VmSession now) {
        JsonObject record = new JsonObject();
        record.addProperty("format", FORMAT);
        record.addProperty("cell", end.cell());
        record.addProperty("guest_time_ns", end.guestTimeNanos());
        record.addProperty("state_hash", end.stateHash());
        record.add("sources", sources);
        sources = new JsonArray();
        Provenance provenance = now.provenance();
        if (!now.equals(session)) {
            session = now;
            schedulersTold = 0;
            programsTold = Map.of();
            ends.clear();
            JsonObject machine = new JsonObject();
            provenance.machine().forEach(machine::addProperty);
            record.add("machine", machine);
        }
        List<SchedulerObject> used = provenance.schedulers();
        if (used.size() > schedulersTold) {
            JsonArray schedulers = new JsonArray();
            used.subList(schedulersTold, used.size()).forEach(each -> schedulers.add(scheduler(each)));
            record.add("schedulers", schedulers);
            schedulersTold = used.size();
        }
        if (!provenance.programs().equals(programsTold)) {
            programsTold = provenance.programs();
            JsonObject programs = new JsonObject();
            programsTold.forEach(programs::addProperty);
            record.add("programs", programs);
        }
        addJournal(record, end.cell(), now.travel().given(end));
        record.addProperty("record_sha256", checksum(record));
        return record;
    }

    /// From the last record on that leads here: a rewind may have left others behind.
    private void addJournal(JsonObject record, int cell, Journal.Point end) {
        Map.Entry<Integer, Journal.Point> from = ends.entrySet().stream()
                .filter(each -> each.getValue().leadsTo(end))
                .max(Comparator.comparingInt(each -> each.getValue().number()))
                .orElse(Map.entry(0, Journal.begin()));
        ends.put(cell, end);
        String journal = JournalText.of(Journal.between(from.getValue(), end));
        if (journal.length() <= LONGEST_JOURNAL) {
            record.addProperty("journal_from", from.getKey());
            record.addProperty("journal", journal);
        }
    }

    /// Over everything in a record, so that one that was altered by hand is seen; whoever wants to
    /// deceive can compute it too. Each number and text is a line with its place, sorted.
    private static String checksum(JsonObject record) {
        List<String> lines = new ArrayList<>();
        flatten("", record, lines);
        return Sha256.of(lines.stream().sorted().collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
    }

    private static void flatten(String path, JsonElement value, List<String> lines) {
        switch (value) {
            case JsonObject object ->
                object.entrySet().forEach(each -> flatten(path + "/" + each.getKey(), each.getValue(), lines));
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    flatten(path + "/" + i, array.get(i), lines);
                }
            }
            default -> lines.add(path + "=" + value.getAsString() + "\n");
        }
    }

    /// The record that says that nothing can be reproduced: of the first cell that saw a live machine.
    ///
    /// @return empty if the machine is in virtual time, or had its record
    Optional<JsonObject> ofLive(int cell, VmSession now) {
        if (!now.options().isLive() || now.equals(session)) {
            return Optional.empty();
        }
        session = now;
        JsonObject record = new JsonObject();
        record.addProperty("format", FORMAT);
        record.addProperty("cell", cell);
        JsonObject machine = new JsonObject();
        now.provenance().machine().forEach(machine::addProperty);
        record.add("machine", machine);
        record.add("sources", sources);
        sources = new JsonArray();
        return Optional.of(record);
    }

    private static JsonObject scheduler(SchedulerObject scheduler) {
        JsonObject told = new JsonObject();
        told.addProperty("name", scheduler.name());
        told.addProperty("sha256", scheduler.sha256());
        if (!Schedulers.names().contains(scheduler.name())) {
            told.addProperty("source_key", scheduler.sourceKey());
            told.addProperty("object_sha256", Sha256.of(scheduler.compiled()));
            told.addProperty("object", PackedText.of(scheduler.compiled()));
        }
        return told;
    }
}
