package org.schedlab.lab.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.schedlab.guest.load.LoadState;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.load.PlayedLoad;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A recording that is played in a session. As thread-safe as its session.
public final class ReplayRun implements Tabular {
    private static final Duration TO_BEGIN = Duration.ofMillis(20);
    private static final Duration TO_BEGIN_EACH = Duration.ofMillis(8);

    private final SessionMachine session;
    private final Supplier<Recording> recorder;
    private final Model recorded;
    private final PlayedLoad played;

    ReplayRun(SessionMachine session, Supplier<Recording> recorder, Model recorded, PlayedLoad played) {
        this.session = session;
        this.recorder = recorder;
        this.recorded = recorded;
        this.played = played;
    }

    /// The workers, each under the name of its task.
    public Workers workers() {
        return played.workers();
    }

    /// Lets as much guest time pass as the recording is long, and some in which all workers come together.
    ///
    /// @return this, to be shown
    public ReplayRun run() {
        Duration length = Duration.ofNanos(recorded.nanos())
                .plus(TO_BEGIN)
                .plus(TO_BEGIN_EACH.multipliedBy(played.load().members().size()));
        session.run("replay", length, Slices.hostDeadline(length));
        return this;
    }

    /// How faithful it was: of each task run time, wake-ups and latencies, recorded and played. The guest is asked
    /// when it began, which takes guest time; the rest is the flight recorder's.
    ///
    /// @throws LabException it has not come to its end
    @Override
    public Table table() {
        return FidelityTable.tasks(recorded, model(), pids(), session.instant().caption());
    }

    /// How faithful each CPU's order of switches was, idle tasks and those that are not played left out.
    ///
    /// @throws LabException it has not come to its end
    public Table order() {
        return FidelityTable.order(recorded, model(), pids(), session.instant().caption());
    }

    /// The pids of the workers by those of the recorded tasks.
    private Map<Integer, Integer> pids() {
        Map<Integer, Integer> pids = new HashMap<>();
        List<Worker> workers = workers().list();
        for (int i = 0; i < workers.size(); i++) {
            pids.put(recorded.tasks().get(i).pid, workers.get(i).pid());
        }
        return pids;
    }

    private Model model() {
        LoadState state = played.state();
        state.members().stream()
                .filter(member -> !member.problem().isEmpty())
                .findFirst()
                .ifPresent(member -> {
                    throw LabException.asked("%s of the replay gave up".formatted(member.name()))
                            .found(member.problem())
                            .exception();
                });
        Recording recording = recorder.get();
        long began = state.beganNanos() == 0 ? Long.MAX_VALUE : recording.clock(state.beganNanos());
        if (began == Long.MAX_VALUE || recording.interval().to() - began < recorded.nanos()) {
            throw LabException.asked("the replay has not come to its end")
                    .found(state.beganNanos() == 0 ? "not all of its workers have had a CPU yet" : "it goes on")
                    .remedy("let guest time move on: run(ms(100))")
                    .exception();
        }
        var workers = pids().values();
        return Model.of(Recorded.of(recording), began, began + recorded.nanos(), who -> workers.contains(who.pid()));
    }

    @Override
    public String toString() {
        return "replay: " + workers();
    }
}
