package org.schedlab.experiments.gauntlet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

import org.schedlab.experiments.MetricClaim;
import org.schedlab.guest.work.AffinityChurn;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.ForkExit;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.ThunderingHerd;
import org.schedlab.guest.work.TimerLatency;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;

/// Something that a scheduler has to do, as much of it as the machine is large, and what is claimed of it. Immutable.
///
/// @param name what tables call it
/// @param workers for so many CPUs
/// @param claims about the metrics of [Measurements]
public record Load(String name, IntFunction<List<WorkerSpec>> workers, List<MetricClaim> claims) {
    /// How long it is held.
    static final Duration HOLD = Duration.ofMillis(200);

    private static final double LONGEST_WAIT = 100e6;
    private static final int LIGHT = 10;
    private static final int HERD = 3;

    private static final List<Load> ALL = List.of(
            new Load("spin", cpus -> List.of(WorkerSpec.spinning(2 * cpus)), usual(atLeast(Measurements.BUSY, 90))),
            new Load(
                    "talk",
                    cpus -> List.of(WorkerSpec.of(new PipeIo(micros(20)), 2 * cpus), WorkerSpec.spinning(cpus)),
                    usual()),
            new Load(
                    "timers",
                    cpus -> List.of(WorkerSpec.of(new TimerLatency(micros(2000)), cpus), WorkerSpec.spinning(cpus)),
                    usual()),
            new Load(
                    "bursts",
                    cpus -> List.of(WorkerSpec.of(new Bursty(micros(700), micros(300)), 3 * cpus)),
                    usual(atLeast(Measurements.BUSY, 80))),
            new Load(
                    "herd",
                    cpus -> List.of(
                            WorkerSpec.of(new ThunderingHerd(HERD, micros(1000), micros(50)), cpus * (HERD + 1))),
                    usual()),
            new Load(
                    "churn",
                    cpus -> List.of(
                            WorkerSpec.of(new ForkExit(), Math.max(1, cpus / 2)),
                            WorkerSpec.of(new AffinityChurn(micros(200)), cpus)),
                    usual()),
            new Load(
                    "weights",
                    _ -> List.of(
                            WorkerSpec.spinning(1).withCpus(0).named("heavy"),
                            WorkerSpec.spinning(1).withCpus(0).nice(LIGHT).named("light")),
                    usual(atLeast(Measurements.HEAVY_TO_LIGHT, 2))));

    private static Duration micros(long count) {
        return Duration.ofNanos(1000 * count);
    }

    private static MetricClaim atLeast(String metric, double limit) {
        return new MetricClaim(metric, OptionalDouble.empty(), OptionalDouble.of(limit));
    }

    private static MetricClaim atMost(String metric, double limit) {
        return new MetricClaim(metric, OptionalDouble.of(limit), OptionalDouble.empty());
    }

    /// What is claimed of every load, and more.
    private static List<MetricClaim> usual(MetricClaim... more) {
        List<MetricClaim> claims = new ArrayList<>(List.of(
                atLeast(Measurements.IN_CHARGE, 1),
                atMost(Measurements.STARVED, 0),
                atMost(Measurements.LONGEST_WAIT, LONGEST_WAIT)));
        claims.addAll(List.of(more));
        return List.copyOf(claims);
    }

    /// All of them.
    public static List<Load> all() {
        return ALL;
    }

    /// The load of a name.
    ///
    /// @throws LabException there is none; says which there are
    public static Load named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LabException.asked("there is no load '%s'".formatted(name))
                        .available(
                                String.join(", ", ALL.stream().map(Load::name).toList()))
                        .remedy("name some of these")
                        .exception());
    }

    /// All that it means, as text: rows of other loads are no rows of this one.
    String meaning() {
        return "%s %s %s %s".formatted(name, workers.apply(2), workers.apply(7), claims);
    }

    @Override
    public String toString() {
        return name;
    }
}
