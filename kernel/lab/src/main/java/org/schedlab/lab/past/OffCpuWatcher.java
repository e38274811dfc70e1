package org.schedlab.lab.past;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.freeze.TaskState;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.stack.OrcUnwinder;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordRing;

/// Measures the time from a task's leaving its CPU to its being back on one. Confined to one thread.
///
/// At the first instruction of `__switch_to` (arch/x86/kernel/process_64.c, 6.1 to 7.3) the CPU is on the stack of the
/// task that comes, which is the stack with which that one had left.
final class OffCpuWatcher extends PastRuns.Questioner<OffCpu> {
    private static final int STACK_WORDS = Probe.MOST_STACK_WORDS;
    private static final String SWITCH = "__switch_to";

    /// What every stack begins with.
    private static final Set<String> SCHEDULER = Set.of(SWITCH, "__switch_to_asm", "__schedule", "schedule");

    private static final int LEAVES = 0;
    private static final int COMES = 3;
    private static final int FRAME_POINTER = 6;

    private final long fromClock;
    private final Stretch stretch;
    private final TaskNames tasks = new TaskNames();
    private final Map<Integer, Left> off = new HashMap<>();
    private final Set<Integer> ran = new HashSet<>();
    private final Map<Key, long[]> sums = new HashMap<>();
    private final List<String> asleep = new ArrayList<>();
    private long switchAddress;

    /// @param clock QEMU's, in ns
    private record Left(long clock, TaskState state) {}

    private record Key(int pid, TaskState state, List<String> stack) {}

    /// @param fromClock where the interval begins; QEMU's clock, in ns
    OffCpuWatcher(long fromClock, Stretch stretch) {
        this.fromClock = fromClock;
        this.stretch = stretch;
    }

    @Override
    List<Probe> probes(SecondRun run) {
        KernelMemory memory = run.memory();
        for (TaskView task : new TaskList(memory).tasks()) {
            off.put(task.pid(), new Left(run.machine().clockNanos(), task.state()));
        }
        switchAddress = memory.symbolAddress(SWITCH);
        Capture leaves = Capture.argument(0);
        Capture comes = Capture.argument(1);
        long comm = offset(memory, "comm");
        List<Capture> captures = List.of(
                leaves.at(offset(memory, "pid"), Integer.BYTES),
                leaves.at(offset(memory, "__state"), Integer.BYTES),
                leaves.at(offset(memory, "exit_state"), Integer.BYTES),
                comes.at(offset(memory, "pid"), Integer.BYTES),
                comes.at(comm, Long.BYTES),
                comes.at(comm + Long.BYTES, Long.BYTES),
                Capture.framePointer());
        return List.of(Probe.record(0, switchAddress, captures).withStack(STACK_WORDS));
    }

    private static long offset(KernelMemory memory, String member) {
        return memory.path(TaskNames.TASK, member).offset();
    }

    @Override
    void before(Input input) {
        second().names().look();
        tasks.look(second().memory());
    }

    @Override
    void record(long[] words, int at) {
        long clock = words[at];
        List<Long> values = Arrays.stream(words, at + RecordRing.HEAD_WORDS, at + RecordRing.length(words, at))
                .boxed()
                .toList();
        int leaves = values.get(LEAVES).intValue();
        off.put(leaves, new Left(clock, TaskState.of(values.get(LEAVES + 1), values.get(LEAVES + 2))));
        int comes = values.get(COMES).intValue();
        tasks.learn(comes, values.get(COMES + 1), values.get(COMES + 2));
        if (clock < fromClock) {
            off.remove(comes);
            return;
        }
        ran.add(leaves);
        ran.add(comes);
        Left left = off.remove(comes);
        if (left != null && comes != 0) { // else it is new, and has not run yet
            long stack = values.get(FRAME_POINTER + 1);
            List<Long> saved = values.subList(FRAME_POINTER + 2, values.size());
            add(comes, left, clock, second().names().stack(switchAddress, stack, values.get(FRAME_POINTER), saved));
        }
    }

    private void add(int pid, Left left, long until, Stream<CodePlace> frames) {
        List<String> stack = frames.map(each -> each.function().isEmpty() ? "?" : each.function())
                .dropWhile(SCHEDULER::contains)
                .toList()
                .reversed();
        long nanos = until - Math.max(left.clock(), fromClock);
        long[] sum = sums.computeIfAbsent(new Key(pid, left.state(), stack), _ -> new long[3]);
        sum[0] += nanos;
        sum[1]++;
        sum[2] = Math.max(sum[2], nanos);
    }

    @Override
    void ends() {
        KernelMemory memory = second().memory();
        second().names().look();
        tasks.look(memory);
        OrcUnwinder walker = new OrcUnwinder(memory);
        long now = second().machine().clockNanos();
        Set<Long> running = new HashSet<>();
        memory.possibleCpus().stream()
                .forEach(cpu -> running.add(memory.space().readLong(memory.currentTaskAddress(cpu))));
        for (TaskView task : new TaskList(memory).tasks()) {
            Left left = off.get(task.pid());
            if (left == null || running.contains(task.address())) {
                continue;
            }
            if (ran.contains(task.pid())) {
                add(
                        task.pid(),
                        left,
                        now,
                        walker.ofSleeping(task.address()).frames().stream()
                                .map(frame -> second().names().place(frame)));
            } else {
                asleep.add(tasks.label(task.pid()));
            }
        }
    }

    @Override
    String told() {
        return String.format(
                Locale.ROOT,
                "%,d times off the CPU",
                sums.values().stream().mapToLong(sum -> sum[1]).sum());
    }

    @Override
    OffCpu answer() {
        List<OffCpu.Part> parts = new ArrayList<>();
        sums.forEach((key, sum) ->
                parts.add(new OffCpu.Part(tasks.label(key.pid()), key.state(), key.stack(), sum[0], sum[1], sum[2])));
        return new OffCpu(parts, asleep, stretch);
    }
}
