package org.schedlab.lab.machine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

import org.schedlab.guest.agent.Agent;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.WatchdogException;
import org.schedlab.lab.WatchdogReport;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// A stretch of guest time that passes in slices of [GuestMachine#SLICE]. Confined to one thread.
final class GuestRun {
    private static final Duration SLICE_DEADLINE = Duration.ofMinutes(2);

    private final GuestMachine guest;
    private final String purpose;
    private final Duration guestTime;
    private final Duration hostDeadline;
    private final long startNanos;
    private final long hostEnd;

    GuestRun(GuestMachine guest, String purpose, Duration guestTime, Duration hostDeadline) {
        this.guest = guest;
        this.purpose = purpose;
        this.guestTime = Stretch.require(guestTime);
        this.hostDeadline = hostDeadline;
        startNanos = guest.guestTimeNanos();
        hostEnd = System.nanoTime() + hostDeadline.toNanos();
    }

    /// Lets all of it pass; probes that freeze the machine on the way do not end it.
    void toTheEnd() {
        Stop.Standing _ = announced(this::over, false);
    }

    /// Lets it pass as far as a probe that freezes the machine.
    Stop.Standing toStop() {
        return announced((agent, slice) -> agent.run(slice, SLICE_DEADLINE), true);
    }

    /// Lets it pass as far as one of some instructions or stores.
    Stop.Standing toInstruction(List<Probe> probes) {
        return announced((agent, slice) -> agent.runTo(probes, slice, SLICE_DEADLINE), true);
    }

    private Stop.Standing announced(BiFunction<Agent, Duration, Stop.Standing> pass, boolean endsAtProbe) {
        long began = System.nanoTime();
        try (Call call = guest.announcer().begin(purpose)) {
            Stop.Standing stop = run(call, began, pass, endsAtProbe);
            guest.markStop(purpose);
            call.done(String.format(Locale.ROOT, "%d ms of guest time, %s", passedMillis(), speed(began)));
            return stop;
        }
    }

    /// A slice of which nobody hears that probes stopped the machine.
    private Stop.Standing over(Agent agent, Duration slice) {
        if (guest.live()) {
            return agent.run(slice, SLICE_DEADLINE);
        }
        Machine machine = agent.machine();
        long until = machine.askedNanos() + slice.toNanos();
        Stop.Standing stop = agent.run(slice, SLICE_DEADLINE);
        while (machine.clockNanos() < until) {
            stop = agent.run(Duration.ofNanos(until - machine.askedNanos()), SLICE_DEADLINE);
        }
        return stop;
    }

    private Stop.Standing run(
            Call call, long began, BiFunction<Agent, Duration, Stop.Standing> pass, boolean endsAtProbe) {
        Stop.Standing stop = new Stop.AtTurnsEnd();
        long left = guestTime.toNanos();
        while (left > 0 && !ends(stop, endsAtProbe)) {
            stopIfInterrupted();
            stopIfLate();
            Duration slice = slice(left);
            stop = guest.ask(purpose, agent -> pass.apply(agent, slice));
            // In virtual time what a stretch is too long is taken off the next one.
            left = guest.live() ? guestTime.toNanos() - passedNanos() : left - slice.toNanos();
            if (left > 0 && !ends(stop, endsAtProbe)) {
                call.update(
                        (double) passedNanos() / guestTime.toNanos(),
                        String.format(
                                Locale.ROOT,
                                "%d of %d ms of guest time, %s",
                                passedMillis(),
                                guestTime.toMillis(),
                                speed(began)));
            }
        }
        return stop;
    }

    private static boolean ends(Stop.Standing stop, boolean endsAtProbe) {
        return endsAtProbe && (stop instanceof Stop.AtProbe || stop instanceof Stop.InTurn);
    }

    private String speed(long began) {
        double hostNanos = System.nanoTime() - began;
        return String.format(Locale.ROOT, "%.2f guest seconds per host second", passedNanos() / hostNanos);
    }

    private long passedNanos() {
        return guest.guestTimeNanos() - startNanos;
    }

    private long passedMillis() {
        return passedNanos() / 1_000_000;
    }

    private Duration slice(long leftNanos) {
        long allowed = Math.max(1, guest.allowedUntilNanos() - guest.guestTimeNanos());
        return Duration.ofNanos(Math.min(Math.min(leftNanos, GuestMachine.SLICE.toNanos()), allowed));
    }

    private void stopIfLate() {
        if (System.nanoTime() > hostEnd) {
            throw new WatchdogException(
                    new WatchdogReport(Watchdog.HOST_DEADLINE, hostDeadline, purpose, guest.guestTimeNanos()),
                    passed(),
                    "the machine stands frozen there; run(...) goes on, or allow the host more time");
        }
    }

    private void stopIfInterrupted() {
        if (Thread.interrupted()) {
            throw LabException.asked("the run was stopped")
                    .found(passed())
                    .remedy("the machine stands frozen there; run(...) goes on from there")
                    .exception();
        }
    }

    private String passed() {
        return "%s of %s of guest time had passed"
                .formatted(MeasuredAt.seconds(passedNanos()), MeasuredAt.seconds(guestTime.toNanos()));
    }
}
