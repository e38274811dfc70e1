package org.schedlab.hunt.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.schedlab.lab.verdict.Outcome;
import org.schedlab.lab.verdict.Verdict;

/// Something that is to hold whatever happens. Checked against what the flight recorder has noted and what the kernel
/// says, when a scenario has ended; nobody in the guest takes notice. Values.
public sealed interface Invariant {
    /// For tables, logs and [Breach#invariant()].
    String name();

    /// How it broke; empty if it held.
    Optional<Breach> breach(Observed observed);

    /// The scheduler stays in charge: neither the kernel's watchdog nor an error ends it. One that ends in good order
    /// has not broken it.
    record StaysInCharge() implements Invariant {
        @Override
        public String name() {
            return "stays in charge";
        }

        @Override
        public Optional<Breach> breach(Observed observed) {
            return observed.ends().stream()
                    .filter(end -> end.isFailure())
                    .findFirst()
                    .map(end -> new Breach(
                            name(),
                            "%s %s".formatted(end.kindName(), end.exit().reason()),
                            "",
                            "%s: %s".formatted(end.verdict(), end.exit().message()),
                            end.atNanos(),
                            end.atNanos()));
        }
    }

    /// No task waits longer than this for a CPU while a CPU is idle that it may run on. One task and one CPU: short
    /// gaps between the waits of several tasks are no breach.
    ///
    /// @param bound of guest time
    record WorkIsConserved(Duration bound) implements Invariant {
        @Override
        public String name() {
            return "no CPU idles while work waits";
        }

        @Override
        public Optional<Breach> breach(Observed observed) {
            return IdleWhileWaiting.find(observed, bound.toNanos())
                    .map(found -> new Breach(
                            name(),
                            "idle while a task waits",
                            found.task().name(),
                            String.format(
                                    Locale.ROOT,
                                    "CPU %d was idle for %s while %s waited for CPU %d, though it may run there",
                                    found.cpu(),
                                    millis(found.to() - found.from()),
                                    found.task().label(),
                                    found.waitedOn()),
                            observed.guestNanos(found.from()),
                            observed.guestNanos(found.to())));
        }
    }

    /// A task that can run waits no longer than this for a CPU.
    ///
    /// @param kind which waits count: each is of one kind
    /// @param bound of guest time
    record WaitsEnd(WaitKind kind, Duration bound) implements Invariant {
        @Override
        public String name() {
            return kind.invariant();
        }

        @Override
        public Optional<Breach> breach(Observed observed) {
            return LongWait.longest(observed, kind, bound.toNanos())
                    .map(found -> new Breach(
                            name(),
                            kind.way(),
                            found.task().name(),
                            String.format(
                                    Locale.ROOT,
                                    "%s waited %s for a CPU%s%s",
                                    found.task().label(),
                                    millis(found.length()),
                                    found.unended() ? ", and still waits at the end" : "",
                                    found.after().isEmpty() ? "" : ", since " + found.after()),
                            observed.guestNanos(found.from()),
                            observed.guestNanos(found.to())));
        }
    }

    /// Workers that spin on one CPU get CPU time in proportion to their weights. For schedulers that promise it.
    ///
    /// @param factor how far from its share one may be: 2 is half of it to twice as much
    record SharesFollowWeights(double factor) implements Invariant {
        @Override
        public String name() {
            return "shares follow weights";
        }

        @Override
        public Optional<Breach> breach(Observed observed) {
            return Shares.breach(observed, factor, name());
        }
    }

    /// What the user claims.
    ///
    /// @param name of the claim
    /// @param verdict may look at everything; it must not let guest time pass, and give the same for the same run
    record Claimed(String name, Function<Observed, Verdict> verdict) implements Invariant {
        @Override
        public Optional<Breach> breach(Observed observed) {
            try {
                Verdict found = verdict.apply(observed);
                return found.outcome() == Outcome.FAIL
                        ? Optional.of(broken(observed, found.toString()))
                        : Optional.empty();
            } catch (AssertionError e) {
                return Optional.of(broken(observed, String.valueOf(e.getMessage())));
            }
        }

        private Breach broken(Observed observed, String text) {
            long end = observed.vm().instant().guestTimeNanos();
            return new Breach(name, "does not hold", "", text, end, end);
        }
    }

    /// Those that every scheduler has to keep, the most telling first.
    ///
    /// @param idle bound of [WorkIsConserved]
    /// @param wait bound of the others
    static List<Invariant> usual(Duration idle, Duration wait) {
        return List.of(
                new StaysInCharge(),
                new WorkIsConserved(idle),
                new WaitsEnd(WaitKind.AFTER_MOVE, wait),
                new WaitsEnd(WaitKind.WOKEN, wait),
                new WaitsEnd(WaitKind.PREEMPTED, wait));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
