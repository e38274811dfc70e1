package org.schedlab.lab.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.schedlab.guest.load.LoadStep;
import org.schedlab.guest.load.LoadStep.Kind;

/// Who wakes whom. Wake-ups that follow each other at once, such as those of a broadcast, are one system call again:
/// otherwise the first one woken might run before the second is. For each waker and set of woken tasks there is a
/// counter; who is woken for the n-th time waits until it stands at n. Confined to one reading.
final class WakeBursts {
    private static final long AT_ONCE = 8_000;

    private record Group(int waker, Set<Integer> woken) {}

    private record Woken(int pid, long at) {}

    private record Turn(int counter, long number) {}

    private final Map<Group, Integer> counters = new HashMap<>();
    private final Map<Integer, Long> turns = new HashMap<>();
    private final Map<Woken, Turn> waits = new HashMap<>();
    private final Map<SeenTask.Act.Wakes, Integer> advances = new HashMap<>();

    private WakeBursts() {}

    static WakeBursts of(List<SeenTask> tasks) {
        WakeBursts bursts = new WakeBursts();
        tasks.forEach(bursts::add);
        return bursts;
    }

    private void add(SeenTask waker) {
        List<SeenTask.Act.Wakes> burst = new ArrayList<>();
        List<SeenTask.Act.Wakes> all = waker.acts.stream()
                .filter(SeenTask.Act.Wakes.class::isInstance)
                .map(SeenTask.Act.Wakes.class::cast)
                .sorted(Comparator.comparingLong(SeenTask.Act.Wakes::at))
                .toList();
        for (SeenTask.Act.Wakes each : all) {
            boolean again = burst.stream().anyMatch(before -> before.pid() == each.pid());
            if (!burst.isEmpty() && (again || each.at() - burst.getLast().at() > AT_ONCE)) {
                close(waker.pid, burst);
            }
            burst.add(each);
        }
        close(waker.pid, burst);
    }

    private void close(int waker, List<SeenTask.Act.Wakes> burst) {
        if (burst.isEmpty()) {
            return;
        }
        Set<Integer> woken = new HashSet<>();
        burst.forEach(each -> woken.add(each.pid()));
        int counter = counters.computeIfAbsent(new Group(waker, woken), _ -> counters.size());
        long number = turns.merge(counter, 1L, Long::sum);
        advances.put(burst.getFirst(), counter);
        burst.forEach(each -> waits.put(new Woken(each.pid(), each.at()), new Turn(counter, number)));
        burst.clear();
    }

    int counters() {
        return counters.size();
    }

    /// END for one that an earlier one of its burst does too.
    LoadStep step(SeenTask.Act.Wakes wakes) {
        Integer counter = advances.get(wakes);
        return counter == null ? LoadStep.of(Kind.END, 0) : LoadStep.with(Kind.ADVANCE, counter, 0, 0);
    }

    /// END for one that is not woken before the recording ends.
    LoadStep step(SeenTask task, SeenTask.Act.Sleeps sleeps, long began) {
        if (sleeps.wokenAt() < 0) {
            return LoadStep.of(Kind.END, 0);
        }
        Turn turn = sleeps.waker() == 0 ? null : waits.get(new Woken(task.pid, sleeps.wokenAt()));
        return turn == null
                ? LoadStep.of(Kind.SLEEP_TO, sleeps.wokenAt() - began)
                : LoadStep.with(Kind.AWAIT, turn.counter(), turn.number(), 0);
    }
}
