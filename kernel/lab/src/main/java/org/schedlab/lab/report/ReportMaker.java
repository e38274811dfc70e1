package org.schedlab.lab.report;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.machine.ArrivedState;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.schedulers.SchedExtView;
import org.schedlab.lab.schedulers.SchedulerEvidence;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.lab.time.Moment;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.linux.GuestClock;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.trace.Probe;

/// Makes one report: goes to the failure with one machine and looks, and with another one through all of it with
/// probes in the scheduler's programs, up to where the session stands: that one has to come to the same state.
/// Used once, in the session's turn.
final class ReportMaker {
    static final Duration BEFORE = Duration.ofMillis(50);

    /// Between the error and the end of the scheduler, which is what is known of it first.
    private static final long LONGEST_END = 2_000_000_000L;

    private static final long MILLISECOND = 1_000_000;

    private final SessionMachine session;
    private final SessionSchedulers schedulers;
    private final GuestMachine present;
    private final Moment start;
    private final Failure failure;
    private final List<Input> inputs;
    private final FlightRecorder second = new FlightRecorder();

    /// @param start held by the caller
    ReportMaker(
            SessionMachine session, SessionSchedulers schedulers, GuestMachine present, Moment start, Failure failure) {
        this.session = session;
        this.schedulers = schedulers;
        this.present = present;
        this.start = start;
        this.failure = failure;
        this.inputs = Journal.between(start.given(), present.given());
    }

    /// The latest stored moment from which on all that is to be shown is still to come.
    ///
    /// @param moments the latest first
    static Moment start(List<Moment> moments, Failure failure) {
        long from = failure.guestTimeNanos() < 0
                ? Long.MAX_VALUE
                : failure.guestTimeNanos() - failure.waitedNanos() - 2 * BEFORE.toNanos();
        return moments.stream()
                .filter(each -> each.guestTimeNanos() <= from)
                .findFirst()
                .orElse(moments.getLast());
    }

    FailureReport report() {
        try (Call call = present.announcer().begin("a report of what led to the failure")) {
            Scene scene = scene(call);
            Past past = past(scene);
            OpCalls calls = calls(call, scene, past);
            FailureReport report = new Findings(failure, scene, past, calls).report();
            call.done(report.cause().getFirst());
            return report;
        }
    }

    private Scene scene(Call call) {
        try (Replay replay = replay(call)) {
            second.forkOf(session.recorder());
            second.attach(replay.guest().machine(), replay.guest().memory());
            Optional<Stop.InTurn> stop = toFailure(replay);
            if (stop.isPresent() || !looksForProbe()) {
                return look(replay, stop);
            }
        } catch (GuestPanicException e) {
            if (failure.kind() != Failure.Kind.PANIC) {
                throw e;
            }
        }
        try (Replay replay = replay(call)) {
            second.attach(replay.guest().machine(), replay.guest().memory());
            replay.toClock(clockOf(replay.guest(), failure.guestTimeNanos()) - MILLISECOND);
            return look(replay, Optional.empty());
        }
    }

    private Replay replay(Call call) {
        return new Replay(
                present,
                Objects.requireNonNull(start.checkpoint()),
                inputs,
                part -> call.update(part, "a second machine goes there"));
    }

    private boolean looksForProbe() {
        return failure.kind() != Failure.Kind.CLAIM && failure.kind() != Failure.Kind.ASKED;
    }

    private Optional<Stop.InTurn> toFailure(Replay replay) {
        GuestMachine guest = replay.guest();
        KernelMemory memory = guest.memory();
        long end = failure.guestTimeNanos() < 0 ? Long.MAX_VALUE : clockOf(guest, failure.guestTimeNanos());
        return switch (failure.kind()) {
            case STALL, ERROR_EXIT ->
                replay.toProbe(
                        probes(memory, "scx_error_irq_workfn", "scx_disable_irq_workfn"),
                        end - LONGEST_END,
                        end,
                        _ -> isThatExit(memory));
            case PANIC -> replay.toProbe(probes(memory, "vpanic", "panic"), 0, Long.MAX_VALUE, _ -> true);
            case DEATH ->
                replay.toProbe(probes(memory, "do_exit"), end - LONGEST_END, end + MILLISECOND, isDeath(memory));
            case CLAIM, ASKED -> {
                replay.toClock(end);
                yield Optional.empty();
            }
        };
    }

    /// At the first of these functions that the kernel has.
    private static List<Probe> probes(KernelMemory memory, String... functions) {
        return Stream.of(functions)
                .flatMap(name -> memory.image().symbols().find(name).stream())
                .limit(1)
                .map(Symbol::address)
                .map(address -> Probe.stand(0, address, List.of()))
                .toList();
    }

    private boolean isThatExit(KernelMemory memory) {
        SchedExtView.Seen seen = SchedExtView.look(memory);
        String told = failure.exit().orElseThrow().exit().message();
        return SchedExtView.exit(memory, seen.root(), seen.opsName())
                .filter(exit -> exit.message().startsWith(told) || told.startsWith(exit.message()))
                .isPresent();
    }

    private Predicate<Stop.InTurn> isDeath(KernelMemory memory) {
        return at -> {
            long task = memory.space().readLong(memory.currentTaskAddress(at.cpu()));
            return memory.reader("struct task_struct", "pid").read(task) == failure.pid();
        };
    }

    /// QEMU's clock at an instant of the guest's.
    private long clockOf(GuestMachine guest, long guestNanos) {
        return times(guest).clockAt(guestNanos);
    }

    /// Both clocks: as the flight recorder knows them, so that reports and traces tell one time.
    private GuestTimes times(GuestMachine guest) {
        long now = guest.machine().clockNanos();
        return session.recorder()
                .times()
                .orElseGet(() -> GuestTimes.ahead(new GuestClock(guest.memory()).monotonicNanos(now) - now));
    }

    private Scene look(Replay replay, Optional<Stop.InTurn> stop) {
        second.stands();
        GuestMachine guest = replay.guest();
        long now = guest.guestTimeNanos();
        MeasuredAt instant = new MeasuredAt(
                now,
                schedulers.inChargeText(now - 1, now - 1),
                guest.image().release(),
                session.options().machineText(guest.mode()));
        Optional<SchedulerEvidence> evidence = schedulers.evidence(now);
        return Scene.of(guest, stop, instant, evidence, failure.kind() != Failure.Kind.PANIC && replay.agentIsFree());
    }

    /// The recording of what was before; of the session's own recorder where it has it, since it has seen the
    /// scheduler's programs come.
    private Past past(Scene scene) {
        FlightRecorder recorder = present.alive() && session.recorder().on() ? session.recorder() : second;
        try {
            Recording all = recorder.recording(Optional.empty(), Optional.of(scene.clock()), schedulers::inChargeText);
            long oldest = all.interval().from();
            long from = Math.max(oldest, scene.clock() - BEFORE.toNanos());
            Recording last =
                    recorder.recording(Optional.of(from), Optional.of(scene.clock()), schedulers::inChargeText);
            Recording since = recorder.recording(
                    Optional.of(Math.max(oldest, scene.clock() - failure.waitedNanos() - BEFORE.toNanos())),
                    Optional.of(scene.clock()),
                    schedulers::inChargeText);
            return new Past(Optional.of(last), Optional.of(since), "");
        } catch (LabException e) {
            return new Past(Optional.empty(), Optional.empty(), e.getMessage());
        }
    }

    /// What the flight recorder has of it.
    ///
    /// @param last the last [#BEFORE]
    /// @param since from when a task began to wait
    /// @param why there is nothing
    record Past(Optional<Recording> last, Optional<Recording> since, String why) {}

    private OpCalls calls(Call call, Scene scene, Past past) {
        try (Replay replay = replay(call)) {
            GuestMachine guest = replay.guest();
            var waits = WaitStory.of(past.since(), failure.pid());
            var recorder = new OpCallRecorder(
                    guest.machine(),
                    guest.memory(),
                    times(guest),
                    scene.clock() - BEFORE.toNanos(),
                    scene.clock(),
                    waits.map(WaitStory::asked).map(asked -> asked.begun()).orElse(0L),
                    waits.map(WaitStory::asked).map(asked -> asked.cpu()).orElse(-1));
            recorder.learn(scene.names());
            try {
                replay.toEnd(recorder::stands);
            } catch (GuestPanicException e) {
                if (failure.kind() != Failure.Kind.PANIC) {
                    throw e;
                }
            }
            if (present.alive()) {
                new ArrivedState(inputs.size(), guest.machine().ramHash())
                        .require(
                                present.machine().ramHash(),
                                LabException.asked("no report can be made")
                                        .remedy(
                                                "QMP commands that were sent to the machine are not in the journal: boot again without them"));
            }
            recorder.ends();
            return new OpCalls(recorder.calls(), recorder.fatal(), waits);
        }
    }

    /// @param waits what happened to the task that waited
    record OpCalls(List<OpCall> calls, Optional<OpCall> ofTask, Optional<WaitStory> waits) {}
}
