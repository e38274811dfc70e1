package org.schedlab.benchmark;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;

/// Measures a typed read of a per-CPU field and a walk of all tasks with 7 fields, over the RAM of a
/// frozen machine. Beside each figure the values are compared with the same bytes read by another
/// way.
final class MemoryBenchmark {
    private static final int ROUNDS = 40;
    private static final int READS = 1_000_000;
    private static final int WALKS = 500;
    private static final List<String> FIELDS =
            List.of("pid", "tgid", "__state", "thread_info.cpu", "policy", "start_boottime", "on_rq");

    private final KernelMemory memory;
    private final PrintStream out;

    /// @param memory of a machine that stays frozen meanwhile
    MemoryBenchmark(KernelMemory memory, PrintStream out) {
        this.memory = memory;
        this.out = out;
    }

    /// Measures and prints; throws [IllegalStateException] if two ways of reading disagree.
    void run() {
        memory.cacheTranslations(true);
        perCpuReads();
        taskWalks();
        memory.cacheTranslations(false);
    }

    private void perCpuReads() {
        PerCpuReader reader = memory.perCpuReader("runqueues", "clock");
        int cpus = memory.cpuCount();
        for (int cpu = 0; cpu < cpus; cpu++) {
            same("runqueues.clock", reader.read(cpu), byBytes(cpu));
        }
        double[] nanos = new double[ROUNDS];
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < READS; i++) {
                sum += reader.read(i % cpus);
            }
            nanos[round] = (System.nanoTime() - start) / (double) READS;
        }
        out.printf(
                Locale.ROOT, "typed read of runqueues.clock, %d CPUs, ns each: %s (sum %x)%n", cpus, warm(nanos), sum);
    }

    /// The same 8 bytes through a fresh page walk, the RAM file and a byte buffer.
    private long byBytes(int cpu) {
        long address = memory.perCpuAddress("runqueues", cpu)
                + memory.perCpuPath("runqueues", "clock").offset();
        byte[] bytes = new byte[Long.BYTES];
        memory.physical().copyOut(memory.space().walk(address).physical(address), bytes, 0, bytes.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private void taskWalks() {
        TaskList tasks = new TaskList(memory);
        List<FieldReader> readers = FIELDS.stream()
                .map(field -> memory.reader("struct task_struct", field))
                .toList();
        List<TaskView> views = tasks.tasks();
        long[][] columns = tasks.columns(readers);
        for (int row = 0; row < views.size(); row++) {
            same("pid", columns[0][row], views.get(row).pid());
            same("thread_info.cpu", columns[3][row], views.get(row).cpu());
            same("start_boottime", columns[5][row] / 10_000_000, views.get(row).startTimeTicks());
        }
        double[] micros = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < WALKS; i++) {
                tasks.columns(readers);
            }
            micros[round] = (System.nanoTime() - start) / 1000.0 / WALKS;
        }
        out.printf(Locale.ROOT, "walk of %d tasks with 7 fields, us: %s%n", views.size(), warm(micros));
    }

    private static void same(String what, long one, long other) {
        if (one != other) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s: %d by its type, %d by its bytes", what, one, other));
        }
    }

    private static Spread warm(double[] rounds) {
        return Spread.of(Arrays.copyOfRange(rounds, rounds.length / 2, rounds.length));
    }
}
