package org.schedlab.lab.rtapp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.guest.load.LoadState;
import org.schedlab.guest.load.PhaseRecord;
import org.schedlab.lab.load.PlayedLoad;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A load for rt-app that runs in a session: its tasks are workers, and it tells rt-app's measures of them. As
/// thread-safe as its session.
///
/// The workers keep their measures in files of the guest: to look at them takes guest time, and the caption says how
/// much.
public final class RtAppRun implements Tabular {
    /// What passes before all have begun, in an idle machine.
    private static final Duration TO_BEGIN = Duration.ofMillis(20);

    private final SessionMachine session;
    private final RtApp app;
    private final PlayedLoad played;

    private RtAppRun(SessionMachine session, RtApp app, PlayedLoad played) {
        this.session = session;
        this.app = app;
        this.played = played;
    }

    /// Starts its tasks; they run when guest time passes, as everything does.
    ///
    /// @param pathOrText a file, or the JSON itself
    /// @throws LabException a word that is not known, with its place; no room for so many workers
    public static RtAppRun start(SessionMachine session, String pathOrText) {
        RtApp app = RtApp.read(pathOrText, session.options().topology().cpus());
        return new RtAppRun(session, app, PlayedLoad.start(session, app.load()));
    }

    /// What the file says.
    public RtApp app() {
        return app;
    }

    /// Its tasks' workers, in the order of their numbers, called as rt-app calls them: `thread0-0`.
    public Workers workers() {
        return played.workers();
    }

    /// Lets guest time move on until its duration is over, and some 20 ms more in which it begins.
    ///
    /// @return this, to be shown
    /// @throws LabException it has no end
    public RtAppRun run() {
        Duration duration = app.duration()
                .orElseThrow(() -> LabException.asked("this load has no end")
                        .found("no 'duration' in 'global', or -1")
                        .remedy("let it run for a time of your choice: run(s(2))")
                        .exception())
                .plus(TO_BEGIN);
        session.run("rt-app", duration, Slices.hostDeadline(duration));
        return this;
    }

    /// How far it is: who has ended, who was forked, who gave up and why. Takes guest time.
    public LoadState state() {
        return played.state();
    }

    /// rt-app's measures of each task: what it ran, its periods, slack, performance index and wake-up latency. Takes
    /// guest time.
    @Override
    public Table table() {
        return look((state, records) -> RtAppTable.of(app, state, records, caption()));
    }

    /// rt-app's log: a row for each pass through a phase, times in µs, in rt-app's columns. Takes guest time.
    public Table log() {
        return look((state, records) -> RtAppLog.table(app, state, records, caption()));
    }

    /// rt-app's log of one task as rt-app writes it into a file. Takes guest time.
    ///
    /// @param name as the worker is called, such as `thread0-0`
    /// @throws LabException there is none of that name
    public String log(String name) {
        return look((state, records) -> {
            for (int i = 0; i < state.members().size(); i++) {
                if (state.members().get(i).name().equals(name)) {
                    return RtAppLog.text(i, state, records.get(i));
                }
            }
            throw LabException.asked("this load has no task '%s'".formatted(name))
                    .available(String.join(
                            ", ",
                            state.members().stream().map(LoadState.Member::name).toList()))
                    .exception();
        });
    }

    private interface Look<T> {
        T at(LoadState state, List<List<PhaseRecord>> records);
    }

    private <T> T look(Look<T> look) {
        LoadState state = state();
        List<List<PhaseRecord>> records = new ArrayList<>();
        if (state.beganNanos() == 0) {
            throw LabException.asked("the load has not begun")
                    .found("not all of its workers have had a CPU yet")
                    .remedy("let guest time move on: run(ms(10))")
                    .exception();
        }
        state.members().forEach(member -> records.add(played.records(member)));
        return look.at(state, records);
    }

    private String caption() {
        return Optional.of(app.notes())
                .filter(notes -> !notes.isEmpty())
                .map(notes -> session.instant().caption() + " · " + notes)
                .orElseGet(() -> session.instant().caption());
    }

    @Override
    public String toString() {
        return "rt-app: " + workers();
    }
}
