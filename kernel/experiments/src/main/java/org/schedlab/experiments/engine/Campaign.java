package org.schedlab.experiments.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.schedlab.experiments.sweep.SweepWork;
import org.schedlab.lab.ProgressListener;
import org.schedlab.vm.LabException;

/// A submission that is seen through: submits what is missing, looks at the store until all of it is
/// there, submits the rest again when no worker is left. Confined to one thread.
public final class Campaign {
    private static final int ROUNDS = 3;

    private final SweepWork work;
    private final ProgressListener progress;
    private final Duration look;
    private final Set<String> refused = new LinkedHashSet<>();

    /// @param look how often the store and the engine are looked at
    public Campaign(SweepWork work, ProgressListener progress, Duration look) {
        this.work = work;
        this.progress = progress;
        this.look = look;
    }

    /// Gives the shards that are not complete to the engine.
    ///
    /// @return the submission with what the engine knows them by, noted; the same one if nothing is missing
    public Submission submit(Submission submission) {
        List<Integer> shards = work.unfinished(submission.shards());
        if (shards.isEmpty()) {
            return submission;
        }
        String id = Engine.named(submission.engine()).submit(submission, shards, new ArrayList<>(refused));
        Submission noted = submission.with(id);
        noted.write();
        progress.notice(String.format(
                Locale.ROOT, "%d of %d shards given to %s as %s", shards.size(), noted.shards(), noted.engine(), id));
        return noted;
    }

    /// Waits until the store has all cells. If no worker is left and some are missing, these are submitted
    /// again, three times in all.
    ///
    /// @return whether all are there
    /// @throws LabException the thread was interrupted; the workers go on
    public boolean await(Submission submission) {
        Submission present = submission;
        int rounds = 1;
        try (ProgressListener.Call call = progress.begin("sweep " + submission.name())) {
            while (true) {
                Set<String> missing = work.missing();
                if (missing.isEmpty()) {
                    call.done(String.format(Locale.ROOT, "all %d cells are there", work.cells()));
                    return true;
                }
                if (present.ids().isEmpty()) {
                    return false;
                }
                Engine.Standing standing = Engine.named(present.engine())
                        .standing(present, present.ids().getLast());
                for (String host : standing.refused()) {
                    if (refused.add(host)) {
                        progress.notice("the host %s was refused: it would give other results (its log says why)"
                                .formatted(host));
                    }
                }
                int there = work.cells() - missing.size();
                call.update(
                        (double) there / work.cells(),
                        String.format(
                                Locale.ROOT, "%d of %d cells are there; %s", there, work.cells(), standing.text()));
                if (standing.alive() == 0 && !work.missing().isEmpty()) {
                    if (rounds == ROUNDS) {
                        return false;
                    }
                    rounds++;
                    present = submit(present);
                }
                Thread.sleep(look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.asked("the sweep is no longer waited for")
                    .found("its workers go on")
                    .remedy("./schedlab sweep status, resume or cancel")
                    .exception();
        }
    }
}
