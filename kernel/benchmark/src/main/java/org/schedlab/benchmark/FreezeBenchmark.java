package org.schedlab.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.machine.Machine;

/// Measures a thaw, a freeze and the seed scenario's four operations in it, beside QMP stop + cont on
/// the same machine.
///
/// The machine cannot be repeated afterwards, for QMP was used; it must be closed.
final class FreezeBenchmark {
    private static final int WARM_UP = 2_000;
    private static final int FREEZES = 1_000;
    private static final int STOPS = 200;
    private static final Duration QMP_DEADLINE = Duration.ofSeconds(30);
    private static final long SEED = Duration.ofDays(30).toNanos();

    private final GuestMachine guest;
    private final FreezeCoordinator coordinator;
    private final PrintStream out;

    FreezeBenchmark(GuestMachine guest, FreezeCoordinator coordinator, PrintStream out) {
        this.guest = guest;
        this.coordinator = coordinator;
        this.out = out;
    }

    void run() throws InterruptedException {
        guest.ask("attach", agent -> agent.attach(Schedulers.vtime().object(), "vtime"));
        Worker sleeper = guest.ask("spawn", agent -> agent.spawn(WorkerSpec.sleeping(1, Duration.ofHours(1))))
                .getFirst();
        guest.ask("settle", agent -> {
            agent.run(Duration.ofMillis(100), Duration.ofMinutes(1));
            return agent;
        });
        for (int i = 0; i < WARM_UP; i++) {
            freeze(sleeper);
        }
        double[] micros = new double[FREEZES];
        for (int i = 0; i < FREEZES; i++) {
            micros[i] = freeze(sleeper);
        }
        out.printf("thaw + freeze + 4 operations in one batch, us: %s; each batch checked%n", Spread.of(micros));
        out.printf("QMP stop + cont on the same machine, us: %s%n", Spread.of(stops()));
    }

    private double freeze(Worker sleeper) {
        var vtime = ColdOps.task(sleeper.pid(), sleeper.startTimeTicks(), "scx.dsq_vtime");
        List<ColdOp> operations = List.of(
                ColdOps.writeCold("seed", vtime, ColdOps.u64(SEED)),
                ColdOps.readCold("vtime", vtime, ColdOps.u64()),
                ColdOps.readCold("nr_running", ColdOps.perCpu("runqueues", "nr_running", 0), ColdOps.u32()),
                ColdOps.readCold("jiffies", ColdOps.symbol("jiffies_64"), ColdOps.u64()));
        long start = System.nanoTime();
        guest.ask("benchmark", agent -> {
            agent.pass();
            return agent;
        });
        BatchResult batch = coordinator.apply(operations);
        double micros = (System.nanoTime() - start) / 1e3;
        batch.orThrow();
        if (batch.reply("vtime").number() != SEED || batch.reply("nr_running").number() != 1) {
            throw new IllegalStateException("wrong values: " + batch);
        }
        return micros;
    }

    private double[] stops() throws InterruptedException {
        Machine machine = guest.machine();
        machine.giveUpRepeatability();
        guest.ask("spawn", agent -> agent.spawn(WorkerSpec.spinning(2)));
        Thread running = Thread.ofPlatform().daemon().start(() -> runUntilClosed(guest));
        double[] micros = new double[STOPS];
        for (int i = 0; i < STOPS; i++) {
            Thread.sleep(2);
            long start = System.nanoTime();
            machine.qmp().execute("stop", QMP_DEADLINE);
            machine.qmp().execute("cont", QMP_DEADLINE);
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        guest.close();
        running.join();
        return micros;
    }

    private static void runUntilClosed(GuestMachine guest) {
        try {
            guest.ask("run", agent -> {
                agent.run(Duration.ofHours(1), Duration.ofMinutes(5));
                return agent;
            });
        } catch (RuntimeException closed) {
            // the machine is closed under it when the last stop was measured
        }
    }
}
