package org.schedlab.lab.load;

import java.util.List;
import java.util.function.Function;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.load.Load;
import org.schedlab.guest.load.LoadState;
import org.schedlab.guest.load.PhaseRecord;
import org.schedlab.guest.load.Player;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.workers.Workers;

/// A load whose workers were spawned. As thread-safe as its session.
///
/// After a rewind to a moment before it was started, every call throws a [org.schedlab.vm.LabException] that says so.
public final class PlayedLoad {
    private final SessionMachine session;
    private final Load load;
    private final List<Worker> members;
    private final Workers workers;

    private PlayedLoad(SessionMachine session, Load load, long stamp, List<Worker> members) {
        this.session = session;
        this.load = load;
        this.members = List.copyOf(members);
        this.workers = new Workers(session, stamp, members);
    }

    /// Spawns the workers and tells them what to do. They begin some 2 ms of guest time after all of them have got
    /// a CPU.
    ///
    /// @throws org.schedlab.vm.LabException there is no room for so many workers
    public static PlayedLoad start(SessionMachine session, Load load) {
        return session.inTurn(guest -> {
            List<Worker> members = guest.ask("spawn the workers of a load", agent -> {
                Player.prepare(agent);
                WorkerSpec spec = Player.workers(load.members().size());
                List<Worker> spawned = agent.spawn(spec);
                session.used().brought(agent, spec);
                return Player.begin(agent, load, spawned);
            });
            return new PlayedLoad(session, load, session.spawned().add(members), members);
        });
    }

    /// What its workers do.
    public Load load() {
        return load;
    }

    /// Its workers, in the order of the load's members.
    public Workers workers() {
        return workers;
    }

    /// The session that it is played in.
    public SessionMachine session() {
        return session;
    }

    /// How far it is. The guest is asked, which takes guest time.
    public LoadState state() {
        return ask("how far the load is", agent -> Player.state(agent, members.getFirst()));
    }

    /// What a member has noted of the phases that it went through. The guest is asked, which takes guest time.
    public List<PhaseRecord> records(LoadState.Member member) {
        return ask("the log of " + member.name(), agent -> Player.records(agent, member));
    }

    private <T> T ask(String purpose, Function<Agent, T> question) {
        List<Worker> _ = workers.list();
        return session.ask(purpose, question);
    }
}
