package org.schedlab.lab.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a recording says of its tasks: how long each ran, when it slept, who woke it, in which order each CPU switched
/// between them. A value once it is made; not thread-safe before.
final class Model {
    private static final long TICK = 4_000_000;
    /// So far apart the switches are that one tick's time has led to, over a recording.
    private static final long AT_A_TICK = 60_000;
    private static final int FEWEST = 3;
    /// A switch so soon after a wake-up may be for it.
    private static final long AFTER_WAKE = 50_000;
    /// From the tick's time to the switch that it leads to, in the guest.
    private static final long TICK_TO_SWITCH = 8_000;

    private final Map<Integer, SeenTask> tasks = new LinkedHashMap<>();
    /// The last of each task: one that is renamed, as by exec, stays the same task.
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, List<Integer>> order = new TreeMap<>();
    private final Predicate<SeenEvent.Who> wanted;
    private final List<Long> preemptions = new ArrayList<>();
    private final Map<Integer, Long> lastWake = new HashMap<>();
    private final long began;
    private final long ended;

    private Model(List<SeenEvent> events, long began, long ended, Predicate<SeenEvent.Who> wanted) {
        this.wanted = who -> wanted.test(lastNamed(who));
        this.began = began;
        this.ended = ended;
        List<SeenEvent> within = events.stream()
                .filter(event -> event.nanos() >= began && event.nanos() <= ended)
                .toList();
        within.forEach(this::name);
        within.forEach(this::take);
        tasks.values().forEach(task -> task.ends(ended));
    }

    /// @param wanted which tasks, by their last names; idle tasks are none
    static Model of(List<SeenEvent> events, Predicate<SeenEvent.Who> wanted) {
        return of(events, events.getFirst().nanos(), events.getLast().nanos(), wanted);
    }

    static Model of(List<SeenEvent> events, long began, long ended, Predicate<SeenEvent.Who> wanted) {
        return new Model(events, began, ended, who -> who.pid() != 0 && wanted.test(who));
    }

    private void name(SeenEvent event) {
        switch (event) {
            case SeenEvent.Switched at -> {
                names.put(at.prev().pid(), at.prev().name());
                names.put(at.next().pid(), at.next().name());
            }
            case SeenEvent.Woken at -> names.put(at.task().pid(), at.task().name());
        }
    }

    private SeenEvent.Who lastNamed(SeenEvent.Who who) {
        return new SeenEvent.Who(who.pid(), names.getOrDefault(who.pid(), who.name()), who.prio());
    }

    private void take(SeenEvent event) {
        switch (event) {
            case SeenEvent.Switched at -> switched(at);
            case SeenEvent.Woken at -> woken(at);
        }
    }

    private void switched(SeenEvent.Switched at) {
        if (wanted.test(at.prev())) {
            boolean known = tasks.containsKey(at.prev().pid());
            SeenTask task = task(at.prev());
            task.leaves(at.nanos(), at.runnable(), known ? at.nanos() : began, at.cpu());
            if (at.runnable()
                    && at.next().pid() != 0
                    && at.nanos() - lastWake.getOrDefault(at.cpu(), began) > AFTER_WAKE) {
                preemptions.add(at.nanos());
            }
        }
        if (wanted.test(at.next())) {
            task(at.next()).beginsRunning(at.nanos(), at.cpu());
            List<Integer> sequence = order.computeIfAbsent(at.cpu(), _ -> new ArrayList<>());
            if (sequence.isEmpty() || sequence.getLast() != at.next().pid()) {
                sequence.add(at.next().pid());
            }
        }
    }

    private void woken(SeenEvent.Woken at) {
        lastWake.put(at.cpu(), at.nanos());
        if (!wanted.test(at.task())) {
            return;
        }
        boolean known = tasks.containsKey(at.task().pid());
        SeenTask task = task(at.task());
        if (!known) {
            task.sleptBefore();
        }
        SeenTask waker = at.waker() == at.task().pid() ? null : tasks.get(at.waker());
        if (task.wakes(at.nanos(), waker == null ? 0 : waker.pid) && waker != null) {
            waker.acts.add(new SeenTask.Act.Wakes(waker.ranUntil(at.nanos()), task.pid, at.nanos()));
        }
    }

    private SeenTask task(SeenEvent.Who who) {
        SeenTask task = tasks.computeIfAbsent(who.pid(), _ -> new SeenTask(lastNamed(who)));
        task.prio = who.prio();
        return task;
    }

    List<SeenTask> tasks() {
        return List.copyOf(tasks.values());
    }

    /// Of each CPU the pids that it switched to; those of tasks that are not wanted, and the same one again, left out.
    Map<Integer, List<Integer>> order() {
        return order;
    }

    long began() {
        return began;
    }

    long nanos() {
        return ended - began;
    }

    int cpus() {
        return 1
                + tasks.values().stream()
                        .map(task -> task.cpus)
                        .flatMap(Set::stream)
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
    }

    /// At which time, modulo the tick of 4 ms, the recorded machine's tick came: that of most preemptions that no
    /// wake-up explains. Empty if they do not show it.
    Optional<Long> tick() {
        long[] phases =
                preemptions.stream().mapToLong(nanos -> nanos % TICK).sorted().toArray();
        int most = 0;
        long first = 0;
        int end = 0; // of the window that begins with one of them; where the tick's time begins anew does not divide it
        for (int begin = 0; begin < phases.length; begin++) {
            while (end < begin + phases.length && turned(phases, end) - phases[begin] < AT_A_TICK) {
                end++;
            }
            if (end - begin > most) {
                most = end - begin;
                first = phases[begin];
            }
        }
        return most < FEWEST || most * 2 < phases.length
                ? Optional.empty()
                : Optional.of(Math.floorMod(first - TICK_TO_SWITCH, TICK));
    }

    /// The phases again and again, each time a tick later.
    private static long turned(long[] phases, int index) {
        return phases[index % phases.length] + index / phases.length * TICK;
    }
}
