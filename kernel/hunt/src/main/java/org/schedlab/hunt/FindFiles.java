package org.schedlab.hunt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

import org.schedlab.hunt.run.Bases;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.run.ScenarioRunner;
import org.schedlab.hunt.scenario.Undone;
import org.schedlab.lab.pictures.TimelinePicture;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.session.VmSession;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.JournalText;

/// What is written down of a find. For that it is run once more, from the boot on: that the machine comes to the same
/// bits shows that the notebook will. Used once.
///
/// @param plan of the hunt
/// @param bases boot the machine
/// @param find what is written down
record FindFiles(HuntPlan plan, Bases bases, Find find) {
    /// Before the moment of the fault.
    private static final Duration BEFORE = Duration.ofMillis(30);

    /// After its beginning.
    private static final Duration AFTER = Duration.ofMillis(60);

    /// Writes `scenario.json`, `journal.json`, `timeline.html`, a notebook and a test.
    ///
    /// @throws UnrepeatableException it came to other bits than in the hunt
    void write() {
        try (VmSession vm = bases.begin(find.scenario().topology())) {
            Outcome again = new ScenarioRunner(bases, plan.invariants()).run(find.scenario(), vm);
            if (!again.stateHash().equals(find.stateHash())) {
                UnrepeatableException.require(List.of(
                        new Outcome(
                                find.scenario(),
                                List.of(find.breach()),
                                find.stateHash(),
                                new TreeSet<>(),
                                List.of(),
                                List.of(),
                                again.guestNanos()),
                        again));
            }
            Files.createDirectories(find.folder());
            put("scenario.json", find.scenario().json() + "\n");
            put("find.ipynb", notebook(vm, again.undone()).json());
            put(FindTest.NAME + ".java", FindTest.of(plan, find));
            if (!find.stateHash().isEmpty()) {
                put("journal.json", JournalText.of(vm.travel().given()));
                put("timeline.html", timeline(TimelinePicture.of(around(vm))));
            }
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("a find cannot be written to " + find.folder())
                            .found(FolderException.reason(e))
                            .remedy("name a folder that can be written and has room")
                            .text(),
                    e);
        }
    }

    private FindNotebook notebook(VmSession vm, List<Undone> undone) {
        if (find.stateHash().isEmpty()) {
            return new FindNotebook(plan, find, undone, from(), to());
        }
        Recording around = around(vm);
        Recording.Interval interval = around.interval();
        return new FindNotebook(plan, find, undone, around.guestTime(interval.from()), around.guestTime(interval.to()));
    }

    private long from() {
        return find.breach().fromNanos() - BEFORE.toNanos();
    }

    private long to() {
        return Math.min(find.breach().fromNanos(), find.breach().toNanos()) + AFTER.toNanos();
    }

    /// As much of that as the recorder knows.
    private Recording around(VmSession vm) {
        Recording all = vm.trace().recording();
        long first = all.guestTime(all.interval().from());
        long last = all.guestTime(all.interval().to());
        return vm.trace().during(Math.max(first, from()), Math.min(last, to())).recording();
    }

    private static String timeline(TimelinePicture picture) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>timeline</title></head><body>\n"
                + picture.html()
                + "\n</body></html>\n";
    }

    private void put(String name, String text) throws IOException {
        Path file = find.folder().resolve(name);
        Folders.writeWhole(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
