package org.schedlab.kernel.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.schedlab.guest.scheduler.SchedulerObject;

/// The schedulers that a session and its futures have put in charge, each once. Thread-safe.
final class UsedSchedulers {
    private final List<SchedulerObject> used = new CopyOnWriteArrayList<>();

    synchronized void add(SchedulerObject scheduler) {
        if (used.stream().noneMatch(each -> same(each, scheduler))) {
            used.add(scheduler);
        }
    }

    private static boolean same(SchedulerObject one, SchedulerObject other) {
        return one.name().equals(other.name()) && one.sha256().equals(other.sha256());
    }

    List<SchedulerObject> all() {
        return List.copyOf(used);
    }
}
