package org.schedlab.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.vm.machine.GuestPanicException;

/// Finds what went wrong last in a session. Confined to the session's turns.
final class FailureFinder {
    /// Source: `check_rq_for_timeouts`, kernel/sched/ext.c, Linux 6.16 to 7.3.
    private static final Pattern STALLED = Pattern.compile("(.+)\\[(\\d+)] failed to run for (\\d+)\\.(\\d{3})s");

    private static final Pattern PRINTED = Pattern.compile("\\[ *(\\d+)\\.(\\d{6})].*Kernel panic - not syncing.*");
    private static final long NO_TIME = -1;

    private final SessionMachine session;
    private final SessionSchedulers schedulers;
    private final List<Failure> claims;

    /// @param claims that did not hold
    FailureFinder(SessionMachine session, SessionSchedulers schedulers, List<Failure> claims) {
        this.session = session;
        this.schedulers = schedulers;
        this.claims = claims;
    }

    Optional<Failure> last(GuestMachine guest) {
        List<Failure> found = new ArrayList<>(claims);
        schedulers.lastFailure().map(FailureFinder::ofScheduler).ifPresent(found::add);
        if (guest.lost().orElse(null) instanceof GuestPanicException panic) {
            return Optional.of(ofPanic(panic));
        }
        if (guest.alive()) {
            found.addAll(deaths(guest));
        }
        return found.stream().max(Comparator.comparingLong(Failure::guestTimeNanos));
    }

    private static Failure ofScheduler(ExitReport exit) {
        Matcher stalled = STALLED.matcher(exit.exit().message());
        boolean stall = stalled.find();
        String headline = "the scheduler %s ended at %s: %s"
                .formatted(
                        exit.scheduler(),
                        MeasuredAt.seconds(exit.atNanos()),
                        exit.exit().reason()
                                + (exit.exit().message().isEmpty()
                                        ? ""
                                        : ": " + exit.exit().message()));
        return new Failure(
                stall ? Failure.Kind.STALL : Failure.Kind.ERROR_EXIT,
                exit.atNanos(),
                headline,
                Optional.of(exit),
                stall ? Integer.parseInt(stalled.group(2)) : 0,
                stall
                        ? Long.parseLong(stalled.group(3)) * 1_000_000_000L
                                + Long.parseLong(stalled.group(4)) * 1_000_000L
                        : 0);
    }

    private static Failure ofPanic(GuestPanicException panic) {
        long at = panic.console().stream()
                .map(PRINTED::matcher)
                .filter(Matcher::matches)
                .mapToLong(
                        line -> Long.parseLong(line.group(1)) * 1_000_000_000L + Long.parseLong(line.group(2)) * 1000)
                .findFirst()
                .orElse(NO_TIME);
        return Failure.of(Failure.Kind.PANIC, at, "the guest's kernel panicked: " + panic.panic(), 0);
    }

    private List<Failure> deaths(GuestMachine guest) {
        List<Worker> workers = session.spawned().all();
        List<WorkerReport> reports = workers.isEmpty() ? List.of() : guest.look(agent -> agent.report(workers));
        return reports.stream().filter(WorkerReport::failed).map(this::death).toList();
    }

    private Failure death(WorkerReport report) {
        Worker worker = report.worker();
        long at = exited(worker.pid());
        return Failure.of(
                Failure.Kind.DEATH,
                at == NO_TIME ? session.instant().guestTimeNanos() : at,
                String.format(
                        Locale.ROOT,
                        "the worker %s:%d died: %s",
                        worker.comm(),
                        worker.pid(),
                        report.ending().words()),
                worker.pid());
    }

    private long exited(int pid) {
        if (!session.recorder().on()) {
            return NO_TIME;
        }
        Recording recording = session.recorder().recording(schedulers::inChargeText);
        long[] last = {NO_TIME};
        recording.forEach(event -> {
            if (event instanceof SchedEvent.Exited exited && exited.task().pid() == pid) {
                last[0] = recording.guestTime(exited.nanos());
            }
        });
        return last[0];
    }
}
