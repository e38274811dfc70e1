package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.ExitRecord;
import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.schedulers.SchedulerEvent.What;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.spec.Topology;

/// Keeps the history of who is in charge true: what the session does, and at every stop what the
/// kernel says has happened without it.
final class Tenures implements ObjectSchedulers {
    static final String TOPOLOGY_KNOB = "llc_of_cpu";
    private static final String ASKED_KIND = "SCX_EXIT_UNREG";
    private static final String SYSRQ_KIND = "SCX_EXIT_SYSRQ";

    private static final long LONG_ENDING_NANOS = 50_000_000;

    private final Topology topology;
    private final SchedulerLog log;
    private volatile Consumer<ExitReport> endListener = _ -> {};
    private volatile Consumer<SchedulerEvent> unaskedListener = _ -> {};
    private @Nullable Ending ending;

    /// Seen as the kernel takes it away.
    private record Ending(Tenure tenure, long sinceNanos) {
        boolean of(Tenure present, long nowNanos) {
            return tenure.standing().equals(present.standing()) && sinceNanos <= nowNanos;
        }
    }

    Tenures(Topology topology, SchedulerLog log) {
        this.topology = topology;
        this.log = log;
    }

    void onEnd(Consumer<ExitReport> told) {
        endListener = told;
    }

    void onUnasked(Consumer<SchedulerEvent> told) {
        unaskedListener = told;
    }

    void tell(ExitReport end) {
        endListener.accept(end);
    }

    /// Notices, from the kernel's memory and without the guest noticing, a scheduler that has ended by
    /// itself and one that came unasked.
    void look(GuestMachine guest) {
        SchedExtView.Seen seen = SchedExtView.look(guest.memory());
        log.present().filter(tenure -> isOver(tenure.standing(), seen)).ifPresent(tenure -> {
            note(tenure, What.ENDED, report(guest, tenure));
        });
        log.present().filter(_ -> seen.state() == SchedExtView.State.DISABLING).ifPresent(tenure -> {
            lookAtEnding(tenure, guest.guestTimeNanos());
        });
        lookForUnasked(guest, seen, What.UNASKED, Tenure.Unasked.A_PROGRAMS);
    }

    private void lookForUnasked(GuestMachine guest, SchedExtView.Seen seen, What what, String whose) {
        if (seen.enabled() && log.present().isEmpty()) {
            long now = guest.guestTimeNanos();
            Tenure unasked = new Tenure.Unasked(standing(seen, seen.opsName(), now), whose, Map.of());
            SchedulerEvent event = unasked.came(what, now, 0);
            log.add(event, unasked);
            unaskedListener.accept(event);
        }
    }

    /// The machine is where it is without calls of this session.
    void found(GuestMachine guest) {
        SchedExtView.Seen seen = SchedExtView.look(guest.memory());
        if (log.present().filter(tenure -> isOver(tenure.standing(), seen)).isPresent()) {
            went(guest, What.DETACHED, "before this session went on", false);
        }
        lookForUnasked(guest, seen, What.FOUND, Tenure.Unasked.FOUND);
    }

    /// Most go within milliseconds, and are told of when they are gone.
    private void lookAtEnding(Tenure tenure, long nowNanos) {
        Ending before = ending;
        if (before == null || !before.of(tenure, nowNanos)) {
            ending = new Ending(tenure, nowNanos);
        } else if (nowNanos - before.sinceNanos() >= LONG_ENDING_NANOS && !log.isLatest(What.ENDING)) {
            SchedulerEvent event = tenure.came(What.ENDING, nowNanos, 0);
            log.add(event, tenure);
            unaskedListener.accept(event);
        }
    }

    /// One that is just being disabled is in charge until it is; one that is being enabled comes after
    /// it.
    private static boolean isOver(Tenure.Standing standing, SchedExtView.Seen seen) {
        return switch (seen.state()) {
            case DISABLED, ENABLING -> true;
            case ENABLED, DISABLING -> seen.sequence() > standing.sequence();
            case UNKNOWN -> false;
        };
    }

    /// The kernel counts a little after it says enabled.
    private Tenure.Standing standing(SchedExtView.Seen seen, String opsName, long sinceNanos) {
        return new Tenure.Standing(opsName, Math.max(seen.sequence(), log.sequence() + 1), seen.root(), sinceNanos);
    }

    private static ExitReport report(GuestMachine guest, Tenure tenure) {
        Optional<ExitRecord> record =
                tenure instanceof Tenure.OfObject object ? record(guest, object) : Optional.empty();
        return record.map(own -> EndOfScheduler.fromRecord(guest.image(), tenure.name(), own))
                .orElseGet(() -> kernelsReport(guest, tenure));
    }

    private static Optional<ExitRecord> record(GuestMachine guest, Tenure.OfObject tenure) {
        try {
            OptionalLong agent = new TaskList(guest.memory()).find(1);
            return agent.isEmpty() ? Optional.empty() : tenure.exit(guest.memory(), agent.getAsLong());
        } catch (LabException | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static ExitReport kernelsReport(GuestMachine guest, Tenure tenure) {
        Tenure.Standing standing = tenure.standing();
        return EndOfScheduler.fromKernel(
                        guest, tenure.name(), standing.opsName(), standing.root(), standing.sinceNanos())
                .orElseGet(() -> EndOfScheduler.unknown(guest, tenure.name()));
    }

    /// Knobs of the scheduler in charge were written.
    void wrote(GuestMachine guest, Map<String, String> values) {
        log.present().map(tenure -> tenure.with(values)).ifPresent(now -> {
            log.add(now.came(What.KNOBS_SET, guest.guestTimeNanos(), 0), now);
        });
    }

    private void note(Tenure tenure, What what, ExitReport report) {
        log.add(tenure.ended(what, report), null);
        if (what == What.ENDED) {
            endListener.accept(report);
        }
    }

    @Override
    public Optional<SchedulerObject> present() {
        return log.present()
                .filter(Tenure.OfObject.class::isInstance)
                .map(tenure -> ((Tenure.OfObject) tenure).scheduler());
    }

    @Override
    public boolean othersPresent() {
        return log.present().isPresent() && present().isEmpty();
    }

    @Override
    public Optional<ProgramStart> latestExecutable() {
        return log.latest()
                .filter(Tenure.OfExecutable.class::isInstance)
                .map(tenure -> ((Tenure.OfExecutable) tenure).start());
    }

    @Override
    public void came(GuestMachine guest, What what, ProgramStart start, Attachment attachment, long beganNanos) {
        SchedExtView.Seen seen = SchedExtView.look(guest.memory());
        Tenure tenure = new Tenure.OfExecutable(start, standing(seen, attachment.opsName(), beganNanos), Map.of());
        log.add(tenure.came(what, guest.guestTimeNanos(), attachment.loadNanos()), tenure);
    }

    @Override
    public void refused(GuestMachine guest, String name, String settings, LabException why, Optional<ExitReport> end) {
        refused(
                guest,
                name,
                settings,
                end.orElseGet(() -> ExitReport.refused(name, guest.guestTimeNanos(), why)),
                null);
    }

    private void refused(GuestMachine guest, String name, String settings, ExitReport report, @Nullable Tenure still) {
        log.add(
                new SchedulerEvent(guest.guestTimeNanos(), What.REFUSED, name, settings, 0, 0, Optional.of(report)),
                still);
    }

    @Override
    public void went(GuestMachine guest, What what, String words, boolean bySysRq) {
        log.present().filter(tenure -> !(tenure instanceof Tenure.OfObject)).ifPresent(tenure -> {
            ExitReport report = kernelsReport(guest, tenure).saying(words);
            boolean asked = report.source() == ExitReport.Source.NOBODY
                    || report.kindName().equals(ASKED_KIND)
                    || (bySysRq && report.kindName().equals(SYSRQ_KIND));
            note(tenure, asked ? what : What.ENDED, report);
        });
    }

    @Override
    public Attachment attach(GuestMachine guest, SchedulerObject scheduler, boolean replacing) {
        return attach(guest, fitted(scheduler), replacing ? What.REPLACING : What.ATTACHED);
    }

    Attachment attach(GuestMachine guest, SchedulerObject scheduler, What what) {
        record Arrival(Attachment attachment, List<SchedulerMap> maps, Optional<ExitRecord> before) {}
        Optional<Tenure> before = log.present();
        long began = guest.guestTimeNanos();
        List<String> uncallable = guest.image().uncallableFunctions();
        byte[] object = scheduler.objectFor(guest.image().btf());
        Arrival arrival;
        try {
            arrival = guest.ask(
                    "attach " + scheduler.name(),
                    agent -> new Arrival(
                            SchedulerSwitch.to(scheduler, object, agent, uncallable),
                            agent.schedulerMaps(),
                            agent.lastSchedulerExit()));
        } catch (SchedulerException e) {
            ExitReport report = refused(guest, scheduler, before, began, e);
            throw report.source() == ExitReport.Source.REFUSAL
                            || e.getMessage().contains(report.exit().message())
                    ? e
                    : e.found("the kernel ended it: %s: %s"
                            .formatted(report.exit().reason(), report.exit().message()));
        }
        long attachedAt = arrival.attachment().attachedAtNanos();
        boolean replaced = before.map(old -> left(guest, old, What.REPLACED, arrival.before(), attachedAt))
                .orElse(false);
        What came = what == What.REPLACING && !replaced && before.isPresent() ? What.ATTACHED : what;
        SchedExtView.Seen seen = SchedExtView.look(guest.memory());
        var standing = new Tenure.Standing(arrival.attachment().opsName(), seen.sequence(), seen.root(), attachedAt);
        Tenure tenure = new Tenure.OfObject(scheduler, arrival.attachment(), arrival.maps(), standing, Map.of());
        log.add(tenure.came(came, attachedAt, arrival.attachment().loadNanos()), tenure);
        return arrival.attachment();
    }

    /// The agent has let a BPF object go, which may have ended by itself before that.
    ///
    /// @return whether it was in charge until then
    private boolean left(GuestMachine guest, Tenure old, What what, Optional<ExitRecord> record, long atNanos) {
        Optional<ExitReport> report = record.map(own -> EndOfScheduler.fromRecord(guest.image(), old.name(), own))
                .or(() -> EndOfScheduler.fromKernel(
                        guest,
                        old.name(),
                        old.standing().opsName(),
                        0,
                        old.standing().sinceNanos()));
        boolean asked = report.map(ExitReport::kindName).orElse(ASKED_KIND).equals(ASKED_KIND);
        if (report.isPresent()) {
            note(old, asked ? what : What.ENDED, report.get());
        } else {
            log.add(new SchedulerEvent(atNanos, what, old.name(), old.settings(), 0, 0, Optional.empty()), null);
        }
        return asked;
    }

    /// The one before, if there was one, may have been taken away and attached again: then its maps
    /// are new.
    private ExitReport refused(
            GuestMachine guest,
            SchedulerObject scheduler,
            Optional<Tenure> before,
            long began,
            SchedulerException why) {
        record Aftermath(SchedulerState state, List<SchedulerMap> maps, Optional<ExitRecord> exit) {}
        Aftermath aftermath = guest.ask("after the refusal", agent -> {
            SchedulerState state = agent.schedulerState();
            return new Aftermath(state, state.byAgent() ? agent.schedulerMaps() : List.of(), agent.lastSchedulerExit());
        });
        ExitReport report = aftermath
                .exit()
                .filter(record -> record.atNanos() >= began)
                .map(record -> EndOfScheduler.fromRecord(guest.image(), scheduler.name(), record))
                .or(() -> before.isPresent()
                        ? Optional.empty() // whose end it may be
                        : EndOfScheduler.fromKernel(guest, scheduler.name(), "", 0, began))
                .orElseGet(() -> ExitReport.refused(scheduler.name(), guest.guestTimeNanos(), why));
        Tenure still = before.filter(_ -> !aftermath.maps().isEmpty())
                .map(old -> goesOn(guest, (Tenure.OfObject) old, aftermath.maps()))
                .orElse(null);
        refused(guest, scheduler.name(), scheduler.settings(), report, still);
        return report;
    }

    private static Tenure goesOn(GuestMachine guest, Tenure.OfObject old, List<SchedulerMap> maps) {
        if (maps.equals(old.maps())) {
            return old;
        }
        SchedExtView.Seen seen = SchedExtView.look(guest.memory());
        var standing =
                new Tenure.Standing(old.standing().opsName(), seen.sequence(), seen.root(), guest.guestTimeNanos());
        return new Tenure.OfObject(old.scheduler(), old.attachment(), maps, standing, Map.of());
    }

    /// A scheduler that asks which CPU belongs to which LLC is told, unless the user has.
    private SchedulerObject fitted(SchedulerObject scheduler) {
        boolean asks = scheduler.knobs().find(TOPOLOGY_KNOB).isPresent() && !scheduler.isSet(TOPOLOGY_KNOB);
        if (!asks) {
            return scheduler;
        }
        return scheduler.with(
                TOPOLOGY_KNOB,
                IntStream.range(0, topology.cpus()).mapToObj(topology::llcOf).toList());
    }

    @Override
    public SchedulerState detach(GuestMachine guest) {
        record Departure(SchedulerState state, Optional<ExitRecord> exit) {}
        Departure departure = guest.ask("detach", agent -> new Departure(agent.detach(), agent.lastSchedulerExit()));
        Optional<Tenure> present = log.present();
        if (present.isPresent()) {
            boolean _ = left(guest, present.get(), What.DETACHED, departure.exit(), guest.guestTimeNanos());
        }
        return departure.state();
    }
}
