package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.CpuMask;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;

/// Finds out why a task did not run.
final class WhyFinder {
    private final Recording recording;
    private final Lanes lanes;
    private final Map<RecordedTask, NavigableMap<Long, SchedEvent.Waking>> wakings = new HashMap<>();
    private final Map<RecordedTask, NavigableMap<Long, CpuMask>> masks = new HashMap<>();
    private final Map<RecordedTask, NavigableMap<Long, Long>> inQueue = new HashMap<>();
    private final Map<RecordedTask, NavigableMap<Long, String>> queueNames = new HashMap<>();
    private final List<Stretch> throttled = new ArrayList<>();
    private final List<Why.Part> parts = new ArrayList<>();

    /// A cgroup may not run on a CPU.
    private record Stretch(String cgroup, int cpu, long from, long to) {}

    private record GroupOnCpu(String cgroup, int cpu) {}

    WhyFinder(Recording recording) {
        this.recording = recording;
        lanes = new Lanes(recording);
        Map<GroupOnCpu, Long> open = new HashMap<>();
        recording.start().forEach(each -> {
            if (!each.allowed().words().isEmpty()) {
                of(masks, each.task()).put(recording.interval().from(), each.allowed());
            }
        });
        recording.forEach(event -> take(event, open));
        open.forEach((key, from) -> throttled.add(
                new Stretch(key.cgroup, key.cpu, from, recording.interval().to())));
    }

    private static <V> NavigableMap<Long, V> of(Map<RecordedTask, NavigableMap<Long, V>> map, RecordedTask task) {
        return map.computeIfAbsent(task, _ -> new TreeMap<>());
    }

    private void take(SchedEvent event, Map<GroupOnCpu, Long> open) {
        switch (event) {
            case SchedEvent.Waking at -> of(wakings, at.task()).put(at.nanos(), at);
            case SchedEvent.Enqueued at -> of(masks, at.task()).put(at.nanos(), at.allowed());
            case SchedEvent.DsqInserted at -> {
                if (at.ofCpu() < 0) {
                    of(inQueue, at.task()).put(at.nanos(), recording.interval().to());
                    of(queueNames, at.task()).put(at.nanos(), new Dsq(at.dsq(), at.ofCpu()).label());
                }
            }
            case SchedEvent.DsqRemoved at -> {
                NavigableMap<Long, Long> stays = of(inQueue, at.task());
                Map.Entry<Long, Long> last = stays.lastEntry();
                if (last != null && last.getValue() > at.nanos()) {
                    stays.put(last.getKey(), at.nanos());
                }
            }
            case SchedEvent.Throttled at -> {
                GroupOnCpu key = new GroupOnCpu(at.cgroup(), at.ofCpu());
                if (at.throttled()) {
                    open.putIfAbsent(key, at.nanos());
                } else {
                    Long from = open.remove(key);
                    if (from != null) {
                        throttled.add(new Stretch(at.cgroup(), at.ofCpu(), from, at.nanos()));
                    }
                }
            }
            default -> {}
        }
    }

    Why of(RecordedTask task, long from, long to) {
        parts.clear();
        lanes.ofTask(task, from, to, each -> {
            switch (each.state()) {
                case RUNNING -> add(each.from(), each.to(), Why.Kind.RAN, "it ran on CPU " + each.cpu());
                case RUNNABLE -> waited(each);
                case SLEEPING, BLOCKED, DEAD -> slept(each);
            }
        });
        return new Why(recording, task, from, to, parts);
    }

    private void waited(TaskInterval wait) {
        long at = wait.from();
        while (at < wait.to()) {
            Stretch stretch = throttledAt(wait.task().cgroup(), wait.cpu(), at);
            if (stretch != null) {
                long end = Math.min(wait.to(), stretch.to);
                add(at, end, Why.Kind.THROTTLED, "its cgroup " + stretch.cgroup + " had used up its quota");
                at = end;
                continue;
            }
            long end = Math.min(wait.to(), nextThrottle(wait.task().cgroup(), wait.cpu(), at));
            behind(wait.task(), wait.cpu(), at, end);
            at = end;
        }
    }

    private @Nullable Stretch throttledAt(String cgroup, int cpu, long nanos) {
        for (Stretch each : throttled) {
            if (each.from <= nanos && nanos < each.to && each.cpu == cpu && within(cgroup, each.cgroup)) {
                return each;
            }
        }
        return null;
    }

    private long nextThrottle(String cgroup, int cpu, long nanos) {
        long next = Long.MAX_VALUE;
        for (Stretch each : throttled) {
            if (each.from > nanos && each.cpu == cpu && within(cgroup, each.cgroup)) {
                next = Math.min(next, each.from);
            }
        }
        return next;
    }

    private static boolean within(String cgroup, String above) {
        return cgroup.equals(above) || cgroup.startsWith(above + "/");
    }

    /// It waited, and its cgroup could run.
    private void behind(RecordedTask task, int cpu, long from, long to) {
        lanes.ofCpu(cpu, from, to, each -> {
            String queue = queueAt(task, each.from());
            if (each.task().idle()) {
                Why.Kind kind = queue.isEmpty() ? Why.Kind.CPU_IDLE : Why.Kind.IN_DSQ;
                String where = queue.isEmpty()
                        ? "CPU " + cpu + " was idle and on its way to it"
                        : "it was in DSQ " + queue + ", and CPU " + cpu + " was idle";
                add(each.from(), each.to(), kind, where);
                return;
            }
            String ran = "CPU " + cpu + " ran " + each.task().label();
            if (onlyOn(task, cpu, each.from()) && anotherIdle(cpu, each.from())) {
                add(each.from(), each.to(), Why.Kind.AFFINITY, ran + "; it may run only there, and another was idle");
            } else if (!queue.isEmpty()) {
                add(each.from(), each.to(), Why.Kind.IN_DSQ, "it was in DSQ " + queue + "; " + ran);
            } else {
                add(each.from(), each.to(), Why.Kind.OTHER_RAN, ran);
            }
        });
    }

    private String queueAt(RecordedTask task, long nanos) {
        Map.Entry<Long, Long> stay = of(inQueue, task).floorEntry(nanos);
        if (stay == null || stay.getValue() <= nanos) {
            return "";
        }
        String name = of(queueNames, task).get(stay.getKey());
        return name == null ? "" : name;
    }

    private boolean onlyOn(RecordedTask task, int cpu, long nanos) {
        Map.Entry<Long, CpuMask> mask = of(masks, task).floorEntry(nanos);
        if (mask == null || !mask.getValue().has(cpu)) {
            return false;
        }
        for (int other = 0; other < recording.interval().cpus(); other++) {
            if (other != cpu && mask.getValue().has(other)) {
                return false;
            }
        }
        return true;
    }

    private boolean anotherIdle(int cpu, long nanos) {
        boolean[] idle = {false};
        for (int other = 0; other < recording.interval().cpus(); other++) {
            if (other != cpu) {
                lanes.ofCpu(
                        other, nanos, nanos + 1, each -> idle[0] |= each.task().idle());
            }
        }
        return idle[0];
    }

    private void slept(TaskInterval sleep) {
        Map.Entry<Long, SchedEvent.Waking> woken = of(wakings, sleep.task()).floorEntry(sleep.to());
        boolean here = woken != null && woken.getKey() >= sleep.from();
        if (!here || woken.getValue().waker().idle()) {
            String by = here ? ", until an interrupt woke it" : "";
            add(sleep.from(), sleep.to(), Why.Kind.SLEPT, "it slept" + by);
            return;
        }
        RecordedTask waker = woken.getValue().waker();
        long[] at = {sleep.from()};
        lanes.ofTask(waker, sleep.from(), sleep.to(), each -> {
            gap(at[0], each.from(), waker);
            at[0] = each.to();
            switch (each.state()) {
                case RUNNING ->
                    add(
                            each.from(),
                            each.to(),
                            Why.Kind.WAKER_RAN,
                            "it slept; " + waker.label() + ", which woke it, ran");
                case RUNNABLE -> wakerWaited(waker, each);
                case SLEEPING, BLOCKED, DEAD ->
                    add(
                            each.from(),
                            each.to(),
                            Why.Kind.SLEPT,
                            "it slept, and so did " + waker.label() + ", which woke it");
            }
        });
        gap(at[0], sleep.to(), waker);
    }

    private void gap(long from, long to, RecordedTask waker) {
        if (from < to) {
            add(from, to, Why.Kind.SLEPT, "it slept; " + waker.label() + ", which woke it, was not there yet");
        }
    }

    private void wakerWaited(RecordedTask waker, TaskInterval wait) {
        lanes.ofCpu(
                wait.cpu(),
                wait.from(),
                wait.to(),
                each -> add(
                        each.from(),
                        each.to(),
                        Why.Kind.WAKER_WAITED,
                        "it slept; " + waker.label() + ", which woke it, waited for CPU " + wait.cpu() + ", which ran "
                                + each.task().label()));
    }

    /// Joined with the part before, if that says the same.
    private void add(long from, long to, Why.Kind kind, String text) {
        Why.Part last = parts.isEmpty() ? null : parts.getLast();
        if (last != null && last.kind() == kind && last.text().equals(text) && last.to() == from) {
            parts.set(parts.size() - 1, new Why.Part(last.from(), to, kind, text));
        } else {
            parts.add(new Why.Part(from, to, kind, text));
        }
    }
}
