package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.work.MoveCost;
import org.schedlab.guest.work.Refills;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What moves cost workers with a working set. The kernel's own count of migrations is the oracle, and CPU time
/// beyond what the work takes.
@Tag("machine")
class WorkingSetIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration STAY = Duration.ofMillis(10);
    private static final int KIB = 2048;

    /// To another thread, another core, another LLC.
    private static final List<Integer> ROUTE = List.of(1, 2, 4);

    @Test
    void eachMoveIsPaidByHowFarItWent() {
        try (Machine machine = machine("1n2l2c2t");
                PhysicalMemory ram = GuestMachines.ram(machine)) {
            Agent agent = GuestMachines.agent(machine, ram);
            Measured typical = moves(agent, WorkerSpec.spinning(1).workingSet(KIB), ROUTE);
            assertThat(typical.refills()).isEqualTo(new Refills(3, 1024L * 40 + 2048L * 100));
            assertThat(typical.kernelsMigrations()).isEqualTo(3);
            assertThat(typical.beyondTheWork()).isBetween(0L, 2_500_000L);

            MoveCost dear = new MoveCost(1000, 2000, 3000, 4000, 1 << 20);
            Measured paid = moves(agent, WorkerSpec.spinning(1).workingSet(KIB, dear), ROUTE);
            long refill = KIB * (1000L + 2000 + 3000);
            assertThat(paid.refills()).isEqualTo(new Refills(3, refill));
            assertThat(paid.kernelsMigrations()).isEqualTo(3);
            assertThat(paid.beyondTheWork() - typical.beyondTheWork())
                    .as("ns of CPU time that the costs of moves took")
                    .isBetween(refill * 97 / 100, refill * 103 / 100);

            Measured unmoved = moves(agent, WorkerSpec.spinning(1).workingSet(KIB, dear), List.of(0, 0, 0));
            assertThat(unmoved.refills()).isEqualTo(new Refills(0, 0));
            assertThat(unmoved.kernelsMigrations()).isZero();
            assertThat(unmoved.beyondTheWork()).isBetween(0L, 2_500_000L);

            Measured without = moves(agent, WorkerSpec.spinning(1), ROUTE);
            assertThat(without.report().refills()).isEmpty();
            assertThat(without.beyondTheWork()).isBetween(0L, 2_500_000L);
        }
    }

    @Test
    void aMoveToAnotherNodeCostsMost() {
        assumeTrue(Boolean.getBoolean("schedlab.long"), "run by ./schedlab test --long");
        try (Machine machine = machine("2n4l2c1t");
                PhysicalMemory ram = GuestMachines.ram(machine)) {
            Agent agent = GuestMachines.agent(machine, ram);
            Measured moved = moves(agent, WorkerSpec.spinning(1).workingSet(KIB), List.of(1, 3, 4));
            assertThat(moved.refills()).isEqualTo(new Refills(3, 1024L * 40 + 2048L * (100 + 135)));
            assertThat(moved.kernelsMigrations()).isEqualTo(3);
        }
    }

    private static Machine machine(String topology) {
        return GuestMachines.of(GuestMachines.releases().getFirst(), Topology.parse(topology));
    }

    /// @param kernelsMigrations `se.nr_migrations` from the first checkpoint on
    private record Measured(WorkerReport report, long kernelsMigrations) {
        Refills refills() {
            return report.refills().orElseThrow();
        }

        /// CPU time that brought no work unit of 1 µs, in ns.
        long beyondTheWork() {
            return report.cpuNanos() - report.workUnits() * 1000;
        }
    }

    /// Starts on CPU 0 and goes by change of affinity, one stay on each CPU.
    private static Measured moves(Agent agent, WorkerSpec spec, List<Integer> route) {
        List<Worker> workers = agent.spawn(spec.withCpus(0));
        agent.run(STAY, PATIENCE);
        long before = migrations(agent, workers.getFirst());
        for (int cpu : route) {
            agent.setAffinity(workers, List.of(cpu));
            agent.run(STAY, PATIENCE);
        }
        long moved = migrations(agent, workers.getFirst()) - before;
        return new Measured(agent.stop(workers).getFirst(), moved);
    }

    private static long migrations(Agent agent, Worker worker) {
        String text = new String(agent.readFile("/proc/%d/sched".formatted(worker.pid())), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith("se.nr_migrations"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*: *", "")))
                .findFirst()
                .orElseThrow();
    }
}
