package org.schedlab.lab.past;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.stacks.CodeNames;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.ProfileTable;
import org.schedlab.vm.trace.StackSample;

/// Counts where instructions go. Confined to one thread.
final class ProfileWatcher extends PastRuns.Questioner<Profile> {
    private static final int STACK_WORDS = Probe.MOST_STACK_WORDS;

    private final long fromClock;
    private final long each;
    private final Stretch stretch;
    private final TaskNames tasks = new TaskNames();
    private final TreeMap<String, Long> samples = new TreeMap<>();
    private final Map<Key, long[]> sums = new HashMap<>();
    private long lost;
    private @Nullable Probe probe;
    private @Nullable ProfileTable table;

    private record Key(int pid, Profile.Kind kind, String function) {}

    /// @param fromClock where the interval begins; QEMU's clock, in ns
    /// @param each so many instructions of a CPU lie between two samples of the stack
    ProfileWatcher(long fromClock, long each, Stretch stretch) {
        this.fromClock = fromClock;
        this.each = each;
        this.stretch = stretch;
    }

    @Override
    List<Probe> probes(SecondRun run) {
        table = run.machine().observers().profile();
        List<Capture> captures = new ArrayList<>(TaskNames.current(run.memory()));
        captures.add(Capture.framePointer());
        Probe counts =
                Probe.profile(0, fromClock, Long.MAX_VALUE, each, captures).withStack(STACK_WORDS);
        probe = counts;
        return List.of(counts);
    }

    @Override
    void before(Input input) {
        second().names().look();
        tasks.look(second().memory());
    }

    @Override
    void record(long[] words, int at) {
        Probe its = probe;
        if (its == null) {
            throw new IllegalStateException("the machine has not begun");
        }
        StackSample sample = StackSample.of(words, at, its);
        int pid = sample.captures().get(0).intValue();
        tasks.learn(pid, sample.captures().get(1), sample.captures().get(2));
        List<String> stack = new ArrayList<>();
        if (sample.pc() >= 0) {
            stack.add("user space");
        } else {
            second().names().stack(sample).forEach(place -> stack.add(name(place)));
        }
        stack.add(tasks.label(pid));
        Collections.reverse(stack);
        samples.merge(String.join(";", stack), 1L, Long::sum);
    }

    private static String name(CodePlace place) {
        return place.function().isEmpty() ? "?" : place.function();
    }

    @Override
    void ends() {
        ProfileTable counted = table;
        if (counted == null) {
            throw new IllegalStateException("the machine has not begun");
        }
        second().names().look();
        tasks.look(second().memory());
        counted.read(this::count);
        lost = counted.lost();
    }

    private void count(long address, long task, long instructions, long times) {
        CodeNames names = second().names();
        if (address >= 0) {
            sum(new Key((int) task, Profile.Kind.USER, ""), instructions, 0);
            return;
        }
        CodePlace place = names.place(address);
        Profile.Kind kind = names.isProgram(address) ? Profile.Kind.BPF : Profile.Kind.KERNEL;
        sum(new Key((int) task, kind, name(place)), instructions, place.offset() == 0 ? times : 0);
    }

    private void sum(Key key, long instructions, long calls) {
        long[] sum = sums.computeIfAbsent(key, _ -> new long[2]);
        sum[0] += instructions;
        sum[1] += calls;
    }

    @Override
    String told() {
        return String.format(
                Locale.ROOT,
                "%,d instructions",
                lost + sums.values().stream().mapToLong(sum -> sum[0]).sum());
    }

    @Override
    Profile answer() {
        List<Profile.Part> parts = new ArrayList<>();
        sums.forEach((key, sum) ->
                parts.add(new Profile.Part(tasks.label(key.pid()), key.kind(), key.function(), sum[0], sum[1])));
        return new Profile(parts, samples, each, lost, stretch);
    }
}
