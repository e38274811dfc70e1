package org.schedlab.kernel.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.ExitRecord;
import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.kernel.session.ProgressListener.Call;
import org.schedlab.kernel.session.SchedulerEvent.What;
import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.kernel.session.internal.ObjectSchedulers;
import org.schedlab.kernel.session.internal.SchedulersInCharge;
import org.schedlab.kernel.session.internal.Timeline;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.TypedAddress;
import org.schedlab.vm.machine.Topology;
import tech.tablesaw.api.Table;

/// The schedulers of a session: in charge, replaced, ended; their knobs and maps. As thread-safe as
/// its session.
public final class SessionSchedulers {
    private static final String TOPOLOGY_KNOB = "llc_of_cpu";

    private final VmSession session;
    private final SchedulerLog log;
    private final EndOfScheduler end = new EndOfScheduler();
    private final SchedulerKnobs knobs;
    private final SchedulerMaps maps;
    private final SchedulersInCharge inCharge = new SchedulersInCharge(new Objects());
    private volatile Consumer<ExitReport> listener = _ -> {};

    private record Arrival(Attachment attachment, List<SchedulerMap> maps, Optional<ExitRecord> before) {}

    SessionSchedulers(VmSession session, Timeline timeline, FreezeCoordinator coordinator) {
        this.session = session;
        this.log = new SchedulerLog(timeline);
        this.knobs = new SchedulerKnobs(session, coordinator, this::requirePresent);
        this.maps = new SchedulerMaps(session, this::requirePresent);
    }

    /// Told of each scheduler that ends by itself, after the call in which it did.
    public void onEnd(Consumer<ExitReport> told) {
        listener = told;
    }

    /// Within a turn, with the files of an executable in the guest.
    Attachment attach(GuestMachine guest, Scheduler scheduler) {
        try (Call call = guest.announcer().begin("loading " + scheduler.name())) {
            Attachment attachment = inCharge.attach(guest, scheduler);
            call.done("it took %s of guest time".formatted(MeasuredAt.seconds(attachment.loadNanos())));
            return attachment;
        }
    }

    /// The BPF objects of this session, for whoever has to make room for an executable.
    private final class Objects implements ObjectSchedulers {
        @Override
        public Attachment attach(GuestMachine guest, SchedulerObject scheduler) {
            What what = log.present().isPresent() ? What.REPLACING : What.ATTACHED;
            return SessionSchedulers.this.attach(guest, fitted(scheduler), what);
        }

        @Override
        public SchedulerState detach(GuestMachine guest) {
            return detachObject(guest);
        }

        @Override
        public Optional<SchedulerObject> present() {
            return log.present().map(Reign::scheduler);
        }

        @Override
        public void came(GuestMachine guest, What what, String name, String settings, long loadNanos) {
            log.add(
                    new SchedulerEvent(guest.guestTimeNanos(), what, name, settings, 0, loadNanos, Optional.empty()),
                    null);
        }

        @Override
        public void went(GuestMachine guest, What what, String name, String settings, String opsName, String words) {
            ExitReport report = EndOfScheduler.fromConsole(guest, name, opsName).saying("its program " + words);
            log.add(new SchedulerEvent(guest.guestTimeNanos(), what, name, settings, 0, 0, Optional.of(report)), null);
        }
    }

    /// The executable that was attached last, running or not; empty if none was.
    public Optional<RunningProgram> program() {
        return session.inTurn(guest -> RunningProgram.scheduler(session, guest));
    }

    /// Puts the scheduler that is in charge, or was last, in charge afresh, with the knobs it was
    /// attached with.
    ///
    /// @throws LabException if none was attached yet
    public Attachment restart() {
        return session.inTurn(guest -> inCharge.restart(guest).orElseGet(() -> {
            Reign latest = log.latest()
                    .orElseThrow(() -> LabException.asked("there is no scheduler to restart")
                            .found("this session has attached none yet")
                            .remedy("attach one: %scheduler vtime")
                            .exception());
            return attach(guest, latest.scheduler(), What.RESTARTED);
        }));
    }

    private Attachment attach(GuestMachine guest, SchedulerObject scheduler, What what) {
        Optional<Reign> before = log.present();
        long began = guest.guestTimeNanos();
        Arrival arrival;
        try {
            arrival = guest.ask(
                    "attach " + scheduler.name(),
                    agent -> new Arrival(
                            SchedulerSwitch.to(scheduler, agent), agent.schedulerMaps(), agent.lastSchedulerExit()));
        } catch (SchedulerException e) {
            refused(guest, scheduler, before, began);
            throw e;
        }
        before.ifPresent(old -> log.add(
                ended(
                        guest,
                        old,
                        What.REPLACED,
                        arrival.before(),
                        arrival.attachment().attachedAtNanos()),
                null));
        Reign reign = new Reign(scheduler, arrival.attachment(), arrival.maps());
        log.add(reign.event(arrival.attachment().attachedAtNanos(), what, Optional.empty()), reign);
        return arrival.attachment();
    }

    /// The one before, if there was one, may have been taken away and attached again: then its maps
    /// are new.
    private void refused(GuestMachine guest, SchedulerObject scheduler, Optional<Reign> before, long began) {
        record Aftermath(SchedulerState state, List<SchedulerMap> maps, Optional<ExitRecord> exit) {}
        Aftermath aftermath = guest.ask("after the refusal", agent -> {
            SchedulerState state = agent.schedulerState();
            return new Aftermath(
                    state, state.attached() ? agent.schedulerMaps() : List.of(), agent.lastSchedulerExit());
        });
        Optional<ExitReport> exit = aftermath
                .exit()
                .filter(record -> record.atNanos() >= began)
                .map(record -> EndOfScheduler.report(guest, scheduler.name(), record));
        Reign still = aftermath.state().enabled()
                ? before.map(old -> new Reign(old.scheduler(), old.attachment(), aftermath.maps()))
                        .orElse(null)
                : null;
        log.add(
                new SchedulerEvent(
                        guest.guestTimeNanos(), What.REFUSED, scheduler.name(), scheduler.settings(), 0, 0, exit),
                still);
    }

    /// A scheduler that asks which CPU belongs to which LLC is told, unless the user has.
    private SchedulerObject fitted(SchedulerObject scheduler) {
        boolean asks = scheduler.knobs().find(TOPOLOGY_KNOB).isPresent() && !scheduler.isSet(TOPOLOGY_KNOB);
        if (!asks) {
            return scheduler;
        }
        Topology topology = session.options().topology();
        return scheduler.with(
                TOPOLOGY_KNOB,
                IntStream.range(0, topology.cpus()).mapToObj(topology::llcOf).toList());
    }

    SchedulerState detach() {
        return session.inTurn(inCharge::detach);
    }

    private SchedulerState detachObject(GuestMachine guest) {
        record Departure(SchedulerState state, Optional<ExitRecord> exit) {}
        Departure departure = guest.ask("detach", agent -> new Departure(agent.detach(), agent.lastSchedulerExit()));
        log.present()
                .ifPresent(old ->
                        log.add(ended(guest, old, What.DETACHED, departure.exit(), guest.guestTimeNanos()), null));
        return departure.state();
    }

    private static SchedulerEvent ended(
            GuestMachine guest, Reign reign, What what, Optional<ExitRecord> exit, long guestTimeNanos) {
        return reign.event(
                exit.map(ExitRecord::atNanos).orElse(guestTimeNanos),
                what,
                exit.map(record -> EndOfScheduler.report(guest, reign.name(), record)));
    }

    /// Notices a scheduler that has ended by itself. Costs one read of kernel memory while it has not.
    void look(GuestMachine guest) {
        Optional<Reign> present = log.present();
        if (present.isEmpty() || !end.hasEnded(guest)) {
            return;
        }
        Optional<ExitRecord> record = guest.ask("how the scheduler ended", Agent::schedulerExit);
        ExitReport report = record.map(
                        exit -> EndOfScheduler.report(guest, present.get().name(), exit))
                .orElseGet(() -> EndOfScheduler.fromConsole(
                        guest, present.get().name(), present.get().attachment().opsName()));
        log.add(present.get().event(report.atNanos(), What.ENDED, Optional.of(report)), null);
        listener.accept(report);
    }

    /// The scheduler in charge.
    ///
    /// @throws LabException if this session attached none, or it has ended
    private Reign requirePresent() {
        return log.present()
                .orElseThrow(() -> LabException.asked("no scheduler of this session is in charge")
                        .found(log.lastExit().map(ExitReport::line).orElse("EEVDF, the kernel's own, is"))
                        .remedy("attach one: %scheduler vtime")
                        .exception());
    }

    /// Who is in charge as far as is known, without a question to the guest.
    Optional<Reign> present() {
        return log.present();
    }

    /// What happened to schedulers so far.
    public SchedulerHistory history() {
        return new SchedulerHistory(log.events(), session.instant());
    }

    /// How the last scheduler ended.
    ///
    /// @throws LabException if none has
    public ExitReport exitReport() {
        return log.lastExit()
                .orElseThrow(() -> LabException.asked("no scheduler of this session has ended")
                        .found(log.present()
                                .map(reign -> reign.name() + " is in charge")
                                .orElse("none was attached"))
                        .remedy("attach one, and run until it ends: %scheduler fails mode=STALL")
                        .exception());
    }

    /// The knobs of the scheduler in charge, with the values of this freeze. Columns: `name`, `type`,
    /// `kind` (constant, variable, ops member), `value`, `writable`.
    public Table knobs() {
        return knobs.table();
    }

    /// The value of a knob, or of a part of it, at this freeze.
    ///
    /// @param path a variable's name, with the path of a member or element behind it: `turns[1].now`
    public KnobReading knob(String path) {
        return knobs.read(path);
    }

    /// A knob as a target of cold operations, for [Lab#steps] together with others; for as long as
    /// the scheduler is in charge.
    public TypedAddress knobField(String path) {
        return knobs.field(path);
    }

    /// Writes knobs in this freeze: all of them, or none.
    ///
    /// @param values by path, as for [SchedulerObject#with(String, Object)]; no lists
    /// @throws LabException if one is not there, is constant, or its value does not fit
    public KnobChange setKnobs(Map<String, ?> values) {
        return knobs.write(values);
    }

    /// The maps of the scheduler in charge. Columns: `name`, `type`, `key`, `value`, `most_entries`.
    public Table maps() {
        return maps.list();
    }

    /// What stands in a map. A column for the key and one for the value, or for each member of
    /// theirs; a row for each entry, or one for each entry and CPU where each CPU has its own value.
    /// Guest time moves by what the agent needs to look.
    ///
    /// @throws LabException if there is no such map, or it has no entries to list
    public Table map(String name) {
        return maps.read(name);
    }
}
