package org.schedlab.lab.schedulers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.SchedulerEvent.What;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.TypedAddress;
import org.schedlab.vm.image.KernelImage;
import tech.tablesaw.api.Table;

/// The schedulers of a session: in charge, replaced, ended; their knobs and maps. As thread-safe as
/// its session.
public final class SessionSchedulers {
    /// The machine's topology, which a scheduler that asks for it is told: nobody has chosen it.
    private static final Pattern GIVEN = Pattern.compile("\\b" + Tenures.TOPOLOGY_KNOB + "=\\[[^\\]]*\\]");

    private final SessionMachine session;
    private final SchedulerLog log;
    private final SchedulerKnobs knobs;
    private final SchedulerMaps maps;
    private final Tenures tenures;
    private final SchedulersInCharge inCharge;

    /// Looks who is in charge after each turn of the session's, from now on.
    public SessionSchedulers(SessionMachine session) {
        this.session = session;
        this.log = new SchedulerLog(session.timeline());
        this.tenures = new Tenures(session.options().topology(), log);
        this.knobs = new SchedulerKnobs(session, this::requireBpf, tenures::wrote);
        this.maps = new SchedulerMaps(session, this::requireBpf);
        this.inCharge = new SchedulersInCharge(tenures);
        session.lookAfterEachTurn(tenures::look);
        session.inCharge(this::inChargeText);
    }

    /// Told of each scheduler that ends by itself, after the call in which it did.
    public void onEnd(Consumer<ExitReport> told) {
        tenures.onEnd(told);
    }

    /// Told of each scheduler that is in charge without this session's doing, because a program of the
    /// guest has put it there or it was there already, after the call in which it came; and of one that is
    /// ending and does not go.
    public void onUnasked(Consumer<SchedulerEvent> told) {
        tenures.onUnasked(told);
    }

    /// The machine has come to where it is without calls of this session: who is in charge was so before,
    /// and who was is not taken for one that ended by itself.
    public void found(GuestMachine guest) {
        tenures.found(guest);
    }

    /// Tells of an end in a future of this session.
    public void tell(ExitReport end, String future) {
        tenures.tell(end.called("%s of the future %s".formatted(end.scheduler(), future)));
    }

    /// What has happened so far, for a session that goes on from here.
    public SchedulerLog.Past past() {
        return log.past();
    }

    /// Begins with what happened to another session.
    public void begin(SchedulerLog.Past past) {
        log.begin(past);
    }

    /// Puts a scheduler in charge; see [org.schedlab.lab.session.VmSession#attach].
    public Attachment attach(Scheduler scheduler) {
        return session.inTurn(guest -> {
            requireUsable(guest.image(), scheduler);
            session.used().bring(guest, scheduler);
            return attach(guest, scheduler);
        });
    }

    /// What the kernel says about its sched_ext scheduler. The guest is asked, which takes guest time.
    public SchedulerState state() {
        return session.ask("scheduler state", Agent::schedulerState);
    }

    /// Refuses where the kernel's own scheduler may not be called EEVDF.
    ///
    /// @throws LabException if it is CFS, as up to 6.5
    public void requireEevdf() {
        session.aliveOrLost().image().requireEevdf();
    }

    private static void requireUsable(KernelImage image, Scheduler scheduler) {
        if (scheduler instanceof KernelScheduler) {
            image.requireEevdf();
        } else {
            image.requireSchedExt("the scheduler %s cannot be attached".formatted(scheduler.name()));
        }
    }

    private Attachment attach(GuestMachine guest, Scheduler scheduler) {
        tenures.look(guest);
        try (Call call = guest.announcer().begin("loading " + scheduler.name())) {
            long began = guest.guestTimeNanos();
            Attachment attachment = inCharge.attach(guest, scheduler);
            long took = scheduler instanceof KernelScheduler // loads nothing, but the one before has to go
                    ? guest.guestTimeNanos() - began
                    : attachment.loadNanos();
            call.done("it took %s of guest time".formatted(MeasuredAt.seconds(took)));
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
            guest.image().requireSchedExt("there is no scheduler to restart");
            tenures.look(guest);
            Tenure latest = log.latest()
                    .orElseThrow(() -> LabException.asked("there is no scheduler to restart")
                            .found("this session has attached none yet")
                            .remedy("attach one: %scheduler vtime")
                            .exception());
            if (latest instanceof Tenure.Unasked unasked) {
                throw LabException.asked("the scheduler %s cannot be restarted".formatted(latest.name()))
                        .found(unasked.whose() + ", which does not know how to attach it")
                        .remedy("attach one here: %scheduler vtime")
                        .exception();
            }
            return inCharge.restart(guest)
                    .orElseGet(() -> tenures.attach(guest, ((Tenure.OfObject) latest).scheduler(), What.RESTARTED));
        });
    }

    /// Takes the scheduler out of charge; see [org.schedlab.lab.session.VmSession#detach].
    public SchedulerState detach() {
        return session.inTurn(guest -> {
            guest.image().requireSchedExt("there is no scheduler to detach");
            tenures.look(guest);
            return inCharge.detach(guest);
        });
    }

    /// The BPF programs in charge, whoever loaded them.
    ///
    /// @throws LabException if no scheduler is in charge, or its programs cannot be found
    private BpfHalf requireBpf(GuestMachine guest) {
        guest.image().requireSchedExt("there are no programs, knobs and maps of a scheduler");
        Tenure present = log.present()
                .orElseThrow(() -> LabException.asked("no scheduler of this session is in charge")
                        .found(log.lastExit().map(ExitReport::line).orElse(SchedulerSwitch.EEVDF))
                        .remedy("attach one: %scheduler vtime")
                        .exception());
        if (present instanceof Tenure.OfObject object) {
            return new SessionsBpf(object);
        }
        return LoadedBpf.find(guest.memory())
                .orElseThrow(() -> LabException.asked("the variables and maps of the scheduler %s are not known"
                                .formatted(present.standing().opsName()))
                        .found(
                                "its BPF programs were loaded without types (BTF), or the kernel is just taking them away")
                        .remedy("compile them with -g; what its program prints: schedulerProgram()")
                        .exception());
    }

    /// What is known of the scheduler in charge without a question to the guest.
    public SchedulerPeek peek() {
        return new SchedulerPeek(this, session.coordinator());
    }

    /// Who is in charge as far as is known, without a question to the guest, if it is a BPF object.
    Optional<Tenure.OfObject> presentObject() {
        return log.present().filter(Tenure.OfObject.class::isInstance).map(Tenure.OfObject.class::cast);
    }

    /// Who is in charge, by the name that the kernel says; `eevdf` for its own. The guest is not asked.
    public String opsName() {
        return log.present().map(tenure -> tenure.standing().opsName()).orElse("eevdf");
    }

    /// Who was in charge over an interval, one after the other, with knobs, for captions; the guest is not asked.
    ///
    /// @param from the guest's CLOCK_MONOTONIC in ns
    /// @param to the same
    public String inChargeText(long from, long to) {
        String kernelsOwn = session.aliveOrLost().image().fairScheduler().name();
        List<String> names = new ArrayList<>(List.of(kernelsOwn));
        for (SchedulerEvent event : log.events()) {
            String now = nameAfter(event, names.getLast(), kernelsOwn);
            if (event.guestTimeNanos() <= from) {
                names.clear();
            }
            if (event.guestTimeNanos() <= to
                    && (names.isEmpty() || !names.getLast().equals(now))) {
                names.add(now);
            }
        }
        return String.join(", then ", names);
    }

    private static String named(String scheduler, String settings) {
        return settings.isEmpty() ? scheduler : "%s (%s)".formatted(scheduler, settings);
    }

    private static String nameAfter(SchedulerEvent event, String before, String kernelsOwn) {
        return switch (event.what()) {
            case ATTACHED, REPLACING, RESTARTED, UNASKED, FOUND, KNOBS_SET ->
                named(
                        event.scheduler(),
                        GIVEN.matcher(event.settings()).replaceAll("").strip());
            case REFUSED, REPLACED, ENDING -> before;
            case DETACHED, ENDED -> kernelsOwn;
        };
    }

    /// What happened to schedulers so far.
    public SchedulerHistory history() {
        return new SchedulerHistory(log.events(), session.instant());
    }

    /// What can be read of the scheduler that was in charge before an instant, in any machine that has it.
    ///
    /// @param nanos the guest's CLOCK_MONOTONIC
    /// @return empty if it was none of this session's BPF objects
    public Optional<SchedulerEvidence> evidence(long nanos) {
        return log.before(nanos)
                .filter(Tenure.OfObject.class::isInstance)
                .map(tenure -> new SchedulerEvidence((Tenure.OfObject) tenure));
    }

    /// How the last one ended that the kernel or the scheduler itself has ended with an error.
    public Optional<ExitReport> lastFailure() {
        return log.events().reversed().stream()
                .filter(event -> event.what() == What.ENDED)
                .flatMap(event -> event.exit().stream())
                .filter(ExitReport::isFailure)
                .findFirst();
    }

    /// How the last scheduler ended, or why it was refused.
    ///
    /// @throws LabException if none has
    public ExitReport exitReport() {
        return log.lastExit().orElseThrow(this::nothingEnded);
    }

    private LabException nothingEnded() {
        session.aliveOrLost().image().requireSchedExt("no scheduler of this session has ended");
        boolean ending =
                session.inTurn(guest -> SchedExtView.look(guest.memory()).state()) == SchedExtView.State.DISABLING;
        return LabException.asked("no scheduler of this session has ended")
                .found(log.present()
                        .map(tenure -> tenure.name()
                                + (ending
                                        ? " is ending by itself, and the kernel has not finished taking it away"
                                        : " is in charge"))
                        .orElse("none was attached"))
                .remedy("attach one, and run until it ends: %scheduler fails mode=STALL")
                .exception();
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

    /// A knob as a target of cold operations, for [org.schedlab.lab.words.Lab#steps] together with others;
    /// for as long as the scheduler is in charge.
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

    /// The BPF programs of the scheduler in charge, its operations and others of the same object, whoever loaded
    /// them. Columns: `program`, `operation` (the member of `struct sched_ext_ops`, empty for another kind),
    /// `verified instructions`, `machine code [bytes]`, `source` (file and line of its beginning). The guest does
    /// nothing for it.
    ///
    /// @throws LabException if no scheduler is in charge
    public Table schedulerPrograms() {
        return session.inTurn(guest -> {
            String name = requireBpf(guest).name();
            return BpfPrograms.table(
                    BpfPrograms.inCharge(guest.memory()),
                    "BPF programs of %s, %s".formatted(name, session.instant().caption()));
        });
    }

    /// The maps of the scheduler in charge. Columns: `name`, `type`, `key`, `value`, `most entries`.
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
