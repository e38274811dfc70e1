package org.schedlab.lab.past;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;

/// Collects the calls of one function. Confined to one thread.
final class CallWatcher extends PastRuns.Questioner<Calls> {
    private static final int ENTRY = 0;
    private static final int EXIT = 1;
    private static final int MOST_CALLS = 100_000;

    private final CalledFunction function;
    private final long fromClock;
    private final Stretch stretch;
    private final TaskNames tasks = new TaskNames();
    private final List<CallRecord> untimed = new ArrayList<>();
    private final Deque<CallRecord> waiting = new ArrayDeque<>();
    private final Map<Long, Deque<CallRecord>> open = new HashMap<>();
    private final Deque<Call> kept = new ArrayDeque<>();
    private final Callers callers = new Callers();
    private long count;
    private @Nullable Arguments arguments;

    /// @param fromClock calls before are left out; QEMU's clock, in ns
    CallWatcher(CalledFunction function, long fromClock, Stretch stretch) {
        this.function = function;
        this.fromClock = fromClock;
        this.stretch = stretch;
    }

    @Override
    List<Probe> probes(SecondRun run) {
        Arguments known = new Arguments(run.memory(), function.parameters());
        arguments = known;
        List<Capture> task = TaskNames.current(run.memory());
        List<Capture> all = new ArrayList<>(task);
        all.addAll(known.captures());
        return List.of(
                Probe.record(ENTRY, function.first(), all).withStack(1),
                Probe.exit(EXIT, function.first(), function.last(), task.subList(0, 1)));
    }

    @Override
    void before(Input input) {
        second().names().look();
        tasks.look(second().memory());
    }

    @Override
    void record(long[] words, int at) {
        long task = CallRecord.task(words, at);
        if ((int) words[at + 1] == ENTRY) {
            CallRecord call = new CallRecord(words, at);
            open.computeIfAbsent(task, _ -> new ArrayDeque<>()).push(call);
            untimed.add(call);
        } else {
            CallRecord call = open.getOrDefault(task, new ArrayDeque<>()).poll();
            if (call != null) {
                call.left(words, at);
            }
        }
    }

    @Override
    void stands() {
        second().stands();
        for (CallRecord each : untimed) {
            each.timed(second().guestTimeNanos(each.nanos()));
            waiting.addLast(each);
        }
        untimed.clear();
        while (!waiting.isEmpty() && (waiting.getFirst().isLeft() || waiting.size() > MOST_CALLS)) {
            add(waiting.removeFirst());
        }
    }

    @Override
    void ends() {
        waiting.forEach(this::add);
        waiting.clear();
    }

    private void add(CallRecord call) {
        if (call.nanos() < fromClock) {
            return;
        }
        CodePlace caller = second().names().place(call.returnsTo() - 1);
        kept.addLast(new Call(
                call.guestTimeNanos(),
                call.cpu(),
                call.task(tasks),
                arguments().texts(call.arguments(), tasks),
                caller,
                call.took()));
        if (kept.size() > MOST_CALLS) {
            Call _ = kept.removeFirst();
        }
        count++;
        callers.add(caller.function(), call.took());
    }

    private Arguments arguments() {
        Arguments known = arguments;
        if (known == null) {
            throw new IllegalStateException("the machine has not begun");
        }
        return known;
    }

    @Override
    String told() {
        return String.format(Locale.ROOT, "%,d calls", count);
    }

    @Override
    Calls answer() {
        return new Calls(function.name(), arguments().names(), List.copyOf(kept), callers.all(), count, stretch);
    }
}
