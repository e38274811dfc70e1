package org.schedlab.lab.session;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.lab.session.ProgressListener.Call;
import org.schedlab.lab.session.SchedulerEvent.What;
import org.schedlab.lab.session.internal.GuestMachine;
import org.schedlab.lab.session.internal.SchedulersInCharge;
import org.schedlab.lab.session.internal.Timeline;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.TypedAddress;
import tech.tablesaw.api.Table;

/// The schedulers of a session: in charge, replaced, ended; their knobs and maps. As thread-safe as
/// its session.
public final class SessionSchedulers {
    private final VmSession session;
    private final SchedulerLog log;
    private final SchedulerKnobs knobs;
    private final SchedulerMaps maps;
    private final Reigns reigns;
    private final SchedulersInCharge inCharge;

    SessionSchedulers(VmSession session, Timeline timeline, FreezeCoordinator coordinator) {
        this.session = session;
        this.log = new SchedulerLog(timeline);
        this.knobs = new SchedulerKnobs(session, coordinator, this::requireObject);
        this.maps = new SchedulerMaps(session, this::requireObject);
        this.reigns = new Reigns(session, log);
        this.inCharge = new SchedulersInCharge(reigns);
    }

    /// Told of each scheduler that ends by itself, after the call in which it did.
    public void onEnd(Consumer<ExitReport> told) {
        reigns.onEnd(told);
    }

    /// Told of each scheduler that a program of the guest has put in charge without this session, after
    /// the call in which it came.
    public void onUnasked(Consumer<SchedulerEvent> told) {
        reigns.onUnasked(told);
    }

    /// Tells of an end in a future of this session.
    void tell(ExitReport end, String future) {
        reigns.tell(end.called("%s of the future %s".formatted(end.scheduler(), future)));
    }

    /// What has happened so far, for a session that goes on from here.
    SchedulerLog.Past past() {
        return log.past();
    }

    /// Begins with what happened to another session.
    void begin(SchedulerLog.Past past) {
        log.begin(past);
    }

    /// Within a turn, with the files of an executable in the guest.
    Attachment attach(GuestMachine guest, Scheduler scheduler) {
        reigns.look(guest);
        try (Call call = guest.announcer().begin("loading " + scheduler.name())) {
            Attachment attachment = inCharge.attach(guest, scheduler);
            call.done("it took %s of guest time".formatted(MeasuredAt.seconds(attachment.loadNanos())));
            return attachment;
        }
    }

    /// The executable that was attached last, running or not; empty if none was.
    public Optional<RunningProgram> program() {
        return session.inTurn(guest -> RunningProgram.scheduler(session, guest));
    }

    /// Puts the scheduler that is in charge, or was last, in charge afresh, with the knobs or arguments
    /// it was attached with.
    ///
    /// @throws LabException if none was attached yet
    public Attachment restart() {
        return session.inTurn(guest -> {
            reigns.look(guest);
            Reign latest = log.latest()
                    .orElseThrow(() -> LabException.asked("there is no scheduler to restart")
                            .found("this session has attached none yet")
                            .remedy("attach one: %scheduler vtime")
                            .exception());
            if (latest instanceof Reign.Unasked) {
                throw LabException.asked("the scheduler %s cannot be restarted".formatted(latest.name()))
                        .found("a program of the guest put it in charge, and this session does not know how")
                        .remedy("let that program do it, or attach one here: %scheduler vtime")
                        .exception();
            }
            return inCharge.restart(guest)
                    .orElseGet(() -> reigns.attach(guest, ((Reign.OfObject) latest).scheduler(), What.RESTARTED));
        });
    }

    SchedulerState detach() {
        return session.inTurn(guest -> {
            reigns.look(guest);
            return inCharge.detach(guest);
        });
    }

    /// Within a turn: does something, then looks who is in charge. Also a call that failed may have moved
    /// the guest.
    <T> T lookingAfter(Function<GuestMachine, T> work) {
        T result;
        try {
            result = work.apply(session.guest());
        } catch (LabException e) {
            lookAfter(e);
            throw e;
        }
        look(session.guest());
        return result;
    }

    private void lookAfter(LabException failure) {
        GuestMachine guest = session.aliveOrLost();
        if (guest.alive() && guest.frozen()) {
            try {
                look(guest);
            } catch (LabException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /// Notices who has ended by itself, and who came unasked.
    void look(GuestMachine guest) {
        reigns.look(guest);
    }

    /// The BPF object in charge.
    ///
    /// @throws LabException if none of this session is
    private Reign.OfObject requireObject() {
        Reign present = log.present()
                .orElseThrow(() -> LabException.asked("no scheduler of this session is in charge")
                        .found(log.lastExit().map(ExitReport::line).orElse(SchedulerSwitch.EEVDF))
                        .remedy("attach one: %scheduler vtime")
                        .exception());
        if (present instanceof Reign.OfObject object) {
            return object;
        }
        throw LabException.asked("the variables and maps of the scheduler %s are not known"
                        .formatted(present.standing().opsName()))
                .found(
                        present instanceof Reign.OfExecutable
                                ? "it is in charge; it is the executable %s, which loads its BPF programs unseen"
                                        .formatted(present.name())
                                : "it is in charge; a program of the guest attached it, not this session")
                .remedy("its program knows them: give it other arguments, or read what it prints, "
                        + "schedulers().program(); a BPF object has knobs: %scheduler vtime")
                .exception();
    }

    /// Who is in charge as far as is known, without a question to the guest, if it is a BPF object.
    Optional<Reign.OfObject> presentObject() {
        return log.present().filter(Reign.OfObject.class::isInstance).map(Reign.OfObject.class::cast);
    }

    /// What happened to schedulers so far.
    public SchedulerHistory history() {
        return new SchedulerHistory(log.events(), session.instant());
    }

    /// How the last scheduler ended, or why it was refused.
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
    /// @param values by path, as for
    ///     [org.schedlab.guest.scheduler.SchedulerObject#with(String, Object)]; no lists
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
