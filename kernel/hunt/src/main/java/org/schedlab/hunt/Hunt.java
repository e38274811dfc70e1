package org.schedlab.hunt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import org.schedlab.experiments.BootNotices;
import org.schedlab.experiments.CodeIdentity;
import org.schedlab.experiments.SchedulerIdentity;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.hunt.run.Bases;
import org.schedlab.hunt.run.Invariant;
import org.schedlab.hunt.run.Observed;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.run.ScenarioRunner;
import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.spec.Topology;

/// Looks for what breaks a scheduler: makes up scenarios from a seed (workers, cgroups, affinities, weights, changes
/// while they run), runs each for a fraction of a second of guest time, and checks invariants against what the flight
/// recorder has noted. A find is run again, reduced, and written down as a notebook and as a JUnit test.
///
/// The same seed tries the same scenarios in the same order and finds the same, on any host; only how far it comes in
/// a budget of host time is the host's. What was tried is kept in a folder, and the same hunt goes on from there.
///
/// Not thread-safe; each method but [#run()] and [#replay] gives this.
public final class Hunt {
    /// How long a task may wait for a CPU, in guest time.
    public static final Duration LONGEST_WAIT = Duration.ofMillis(300);

    /// How long a task may wait while a CPU is idle that it may run on.
    public static final Duration LONGEST_IDLE = Duration.ofMillis(150);

    /// Guest time after a scenario's last step: an invariant's bound, and some more.
    private static final Duration HOLD = LONGEST_WAIT.plusMillis(100);

    private static final double FAIR_FACTOR = 2;
    private static final int FORMAT = 1;

    private final Scheduler scheduler;
    private BootOptions machine = BootOptions.defaults();
    private long seed = 1;
    private Optional<Duration> budget = Optional.of(Duration.ofMinutes(10));
    private OptionalLong scenarios = OptionalLong.empty();
    private List<String> topologies = List.of("1n1l2c1t", "1n1l1c1t", "1n2l2c1t");
    private final List<Invariant> invariants = new ArrayList<>(Invariant.usual(LONGEST_IDLE, LONGEST_WAIT));
    private boolean lines;
    private int finds = 1;
    private Path folder;
    private ProgressListener progress = ProgressListener.SILENT;

    private Hunt(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.folder = Path.of("out", "hunt-" + scheduler.name());
    }

    /// A hunt on one, two and four CPUs for 10 minutes, up to the first find.
    public static Hunt of(Scheduler scheduler) {
        return new Hunt(scheduler);
    }

    /// What scenarios are made up from.
    public Hunt seed(long number) {
        seed = number;
        return this;
    }

    /// Ends after so much host time: what has begun by then is finished, and a find is reduced.
    ///
    /// @throws LabException it is not above zero
    public Hunt budget(Duration hostTime) {
        if (!hostTime.isPositive()) {
            throw LabException.asked("a hunt cannot find anything in " + hostTime)
                    .available("host time above zero; a scenario takes about a second of it")
                    .remedy("for example budget(Duration.ofMinutes(10))")
                    .exception();
        }
        budget = Optional.of(hostTime);
        return this;
    }

    /// Ends when so many scenarios were tried, those of earlier hunts in the folder among them, however long it takes.
    ///
    /// @throws LabException it is not above zero
    public Hunt scenarios(long count) {
        if (count < 1) {
            throw LabException.asked(String.format(Locale.ROOT, "a hunt cannot find anything in %d scenarios", count))
                    .available("1 and more")
                    .remedy("for example scenarios(200)")
                    .exception();
        }
        scenarios = OptionalLong.of(count);
        budget = Optional.empty();
        return this;
    }

    /// On these topologies only, such as `1n1l2c1t`.
    ///
    /// @throws LabException one of them is none, or there are none
    public Hunt topologies(String... named) {
        if (named.length == 0) {
            throw LabException.asked("a hunt needs a topology")
                    .remedy("for example topologies(\"1n1l2c1t\")")
                    .exception();
        }
        topologies = Arrays.stream(named)
                .map(each -> Topology.parse(each).toString())
                .distinct()
                .toList();
        return this;
    }

    /// Machines otherwise like this one: kernel, memory, quantum, seed.
    ///
    /// @throws LabException it is live
    public Hunt machine(BootOptions options) {
        options.requireVirtualTime("hunt");
        machine = options;
        return this;
    }

    /// Claims something of every scenario beside the usual invariants. It fails with an [AssertionError], or with a
    /// verdict that says FAIL.
    ///
    /// @param name part of the identity of the hunt: change it with the claim
    /// @param claim may look at everything, lets no guest time pass, and gives the same for the same run
    public Hunt verdict(String name, Function<Observed, Verdict> claim) {
        invariants.add(new Invariant.Claimed(name, claim));
        return this;
    }

    /// Claims that CPU time is shared in proportion to weights, to a factor of two.
    public Hunt fair() {
        invariants.add(new Invariant.SharesFollowWeights(FAIR_FACTOR));
        return this;
    }

    /// Lets the lines of the scheduler's source and the kernel's functions that a scenario reaches steer the hunt too:
    /// sharper, and several times slower.
    public Hunt lines() {
        lines = true;
        return this;
    }

    /// Goes on until so many different things were found.
    ///
    /// @param count 1 or more
    public Hunt finds(int count) {
        finds = Math.max(1, count);
        return this;
    }

    /// Keeps what was tried and found here; without this in `out/hunt-NAME`.
    public Hunt folder(Path path) {
        folder = path;
        return this;
    }

    /// Tells a listener how far [#run()] is.
    public Hunt onProgress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /// Hunts until the budget is spent, or enough is found.
    ///
    /// @throws LabException the scheduler is not taken, a verdict of the user's could not be given, the folder
    ///     belongs to another hunt, or the thread was interrupted: what was tried is kept, and no machine is left
    /// @throws UnrepeatableException a find does not repeat
    public HuntReport run() {
        machine.requireVirtualTime("hunt");
        try (HuntLog log = HuntLog.open(folder, began());
                Bases bases = new Bases(folder.resolve("checkpoints"), machine, scheduler, new BootNotices(progress))) {
            return new HuntRun(plan(), bases, log, progress).run();
        }
    }

    /// Runs one scenario from the boot on and judges it: for tests of what a hunt has found.
    public Outcome replay(Scenario scenario) {
        // Nothing is kept for it, so that it may happen beside a hunt.
        try (Bases bases = new Bases(folder.resolve("replay"), machine, scheduler, new BootNotices(progress));
                VmSession vm = bases.begin(scenario.topology())) {
            return new ScenarioRunner(bases, invariants).run(scenario, vm);
        }
    }

    /// The same for a test: nothing may break.
    ///
    /// @param json as a hunt has written it
    /// @throws AssertionError an invariant does not hold; says which
    public void requireHolds(String json) {
        Outcome outcome = replay(Scenario.read(json));
        if (!outcome.breaches().isEmpty()) {
            throw new AssertionError("%s breaks in%n%s%n%s"
                    .formatted(scheduler.name(), outcome.scenario().text(), outcome.breaches()));
        }
    }

    private HuntPlan plan() {
        return new HuntPlan(
                scheduler,
                machine,
                seed,
                topologies,
                HOLD,
                List.copyOf(invariants),
                lines,
                budget,
                scenarios,
                finds,
                folder);
    }

    private Entry.Began began() {
        String words = String.format(
                Locale.ROOT,
                "scheduler %s, seed %d, topologies %s, %d invariants",
                scheduler.name(),
                seed,
                String.join(" ", topologies),
                invariants.size());
        String all = String.join(
                "\n",
                "format " + FORMAT,
                CodeIdentity.sha256(),
                scheduler instanceof KernelScheduler ? "eevdf" : SchedulerIdentity.of(scheduler),
                Long.toString(seed),
                String.join(" ", topologies),
                HOLD.toString(),
                Boolean.toString(lines),
                MachineStarts.identity(machine.withTopology(topologies.getFirst())),
                String.join("\n", invariants.stream().map(Hunt::words).toList()));
        return new Entry.Began(Sha256.of(all.getBytes(StandardCharsets.UTF_8)), words);
    }

    private static String words(Invariant invariant) {
        return invariant instanceof Invariant.Claimed ? "claim " + invariant.name() : invariant.toString();
    }
}
