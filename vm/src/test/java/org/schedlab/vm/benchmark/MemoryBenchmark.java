package org.schedlab.vm.benchmark;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.schedlab.vm.Folders;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.memory.RamLayout;

/// Measures a typed read of a per-CPU field and a walk of all tasks with 7 fields, over the RAM of a frozen
/// machine.
/// Beside each figure the values are compared with the same bytes read by another way.
///
///     MemoryBenchmark RAM_FILE LOW_BYTES KERNEL_FILE
public final class MemoryBenchmark {
    private static final int ROUNDS = 40;
    private static final int READS = 1_000_000;
    private static final int WALKS = 500;
    private static final List<String> FIELDS =
            List.of("pid", "tgid", "__state", "thread_info.cpu", "policy", "start_boottime", "on_rq");

    private final KernelMemory memory;
    private final PrintStream out;

    /// @param memory of a machine that stays frozen meanwhile
    public MemoryBenchmark(KernelMemory memory, PrintStream out) {
        this.memory = memory;
        this.out = out;
    }

    /// Runs it over a RAM file.
    public static void main(String[] arguments) {
        Path ram = Path.of(arguments[0]);
        long low = Long.decode(arguments[1]);
        KernelImage image = KernelImage.open(Path.of(arguments[2]), Folders.ofUser());
        RamLayout layout = new RamLayout(ram.toFile().length(), low);
        try (PhysicalMemory physical = PhysicalMemory.map(ram, layout)) {
            new MemoryBenchmark(new KernelMemory(physical, image), System.out).run();
        }
    }

    /// Measures and prints; throws [IllegalStateException] if two ways of reading disagree.
    public void run() {
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
                "typed read of runqueues.clock, %d CPUs: %.1f ns median, %.1f ns worst of the last %d rounds (%x)%n",
                cpus, median(nanos), worst(nanos), ROUNDS / 2, sum);
    }

    /// The same 8 bytes through a fresh page walk, the RAM file and a byte buffer.
    private long byBytes(int cpu) {
        long address = memory.perCpuAddress("runqueues", cpu)
                + memory.perCpuPath("runqueues", "clock").byteOffsets().getFirst();
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
        out.printf(
                "walk of %d tasks with 7 fields: %.1f us median, %.1f us worst of the last %d rounds%n",
                views.size(), median(micros), worst(micros), ROUNDS / 2);
    }

    private static void same(String what, long one, long other) {
        if (one != other) {
            throw new IllegalStateException("%s: %d by its type, %d by its bytes".formatted(what, one, other));
        }
    }

    private static double[] lastHalf(double[] values) {
        return Arrays.copyOfRange(values, values.length / 2, values.length);
    }

    private static double median(double[] values) {
        double[] sorted = lastHalf(values);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double worst(double[] values) {
        return Arrays.stream(lastHalf(values)).max().orElseThrow();
    }
}
