package org.schedlab.lab.rtapp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.guest.load.Load;
import org.schedlab.guest.load.LoadStep;

/// What tasks share by name: mutexes, conditions, barriers, semaphores, timers. Confined to one reading.
final class Resources {
    private record Key(LoadStep.Kind kind, String name) {}

    private final Map<Key, Integer> numbers = new LinkedHashMap<>();
    private final Map<Key, Integer> users = new LinkedHashMap<>();
    private final Map<String, Integer> buffers = new LinkedHashMap<>();

    /// @param kind LOCK for a mutex, WAIT for a condition, BARRIER, SUSPEND, POST, TIMER
    int number(LoadStep.Kind kind, String name) {
        return numbers.computeIfAbsent(new Key(kind, name), _ -> numbers.size());
    }

    /// A barrier with so many more users.
    int barrier(String name, int instances) {
        users.merge(new Key(LoadStep.Kind.BARRIER, name), instances, Integer::sum);
        return number(LoadStep.Kind.BARRIER, name);
    }

    int buffer(String name) {
        return buffers.computeIfAbsent(name, _ -> buffers.size());
    }

    List<Load.Shared> all() {
        List<Load.Shared> all = new ArrayList<>();
        numbers.keySet().forEach(key -> all.add(new Load.Shared(key.kind(), users.getOrDefault(key, 0))));
        return all;
    }
}
