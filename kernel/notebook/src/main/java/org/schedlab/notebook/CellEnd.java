package org.schedlab.notebook;

import java.util.Optional;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.schedlab.lab.series.BrokenClaimException;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.CellException;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.display.Notice;
import org.schedlab.notebook.machine.RecordedNotebook;
import org.schedlab.vm.LabException;

/// What happens behind each cell: the moment in which it ended is kept, for `%rewind`, and goes with
/// its hash into the notebook, for `schedlab reproduce`. Confined to the thread of the cells.
final class CellEnd {
    private final CellRecords records = new CellRecords();

    void run(int number, String source) {
        records.add(number, source);
        try {
            Optional<SessionCheckpoint> moved = Lab.endCell();
            moved.ifPresent(CellEnd::tell);
            moved.flatMap(end -> Lab.ifBooted().map(session -> records.record(end, session)))
                    .ifPresent(CellEnd::show);
            Lab.ifBooted().flatMap(session -> records.ofLive(number, session)).ifPresent(CellEnd::show);
        } catch (RuntimeException e) {
            Notice.show("no checkpoint after this cell: " + e.getMessage());
        }
    }

    /// Notes a claim that did not hold, for `%report`.
    static void failed(CellException failure) {
        Throwable thrown = failure.thrown().orElse(null);
        if (!(thrown instanceof AssertionError) && !(thrown instanceof BrokenClaimException)) {
            return;
        }
        try {
            Lab.ifBooted().ifPresent(session -> {
                long at = thrown instanceof BrokenClaimException broken
                        ? broken.guestTimeNanos()
                        : session.instant().guestTimeNanos();
                session.reports().broken(at, failure.value());
                Notice.show("%report tells what led to it");
            });
        } catch (LabException gone) {
            Notice.show("no report can be made of it: " + gone.getMessage());
        }
    }

    private static void show(JsonObject record) {
        DisplayData data = new DisplayData();
        data.putHTML(""); // nbconvert warns of an output of which it can show nothing
        data.putData(RecordedNotebook.MIME_TYPE, record);
        Display.display(Notice.marked(data));
    }

    private static void tell(SessionCheckpoint checkpoint) {
        if (!checkpoint.problem().isEmpty()) {
            Notice.show("no checkpoint after this cell: " + checkpoint.problem());
        }
        if (!checkpoint.dropped().isEmpty()) {
            Notice.show("checkpoints " + checkpoint.droppedText());
        }
    }
}
