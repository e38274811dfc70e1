package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A kind of BPF map. Source: enum bpf_map_type, include/uapi/linux/bpf.h, where each keeps its number for ever.
///
/// @param name as `BPF_MAP_TYPE_…`, in small letters
record MapKind(String name) {
    static final MapKind STRUCT_OPS = new MapKind("struct_ops");
    static final MapKind TASK_STORAGE = new MapKind("task_storage");

    private static final List<String> NAMES = List.of(
            "unspec",
            "hash",
            "array",
            "prog_array",
            "perf_event_array",
            "percpu_hash",
            "percpu_array",
            "stack_trace",
            "cgroup_array",
            "lru_hash",
            "lru_percpu_hash",
            "lpm_trie",
            "array_of_maps",
            "hash_of_maps",
            "devmap",
            "sockmap",
            "cpumap",
            "xskmap",
            "sockhash",
            "cgroup_storage",
            "reuseport_sockarray",
            "percpu_cgroup_storage",
            "queue",
            "stack",
            "sk_storage",
            "devmap_hash",
            "struct_ops",
            "ringbuf",
            "inode_storage",
            "task_storage",
            "bloom_filter",
            "user_ringbuf",
            "cgrp_storage",
            "arena");

    private static final Set<String> FOR_EACH_CPU = Set.of("percpu_hash", "percpu_array", "lru_percpu_hash");
    private static final Set<String> WITH_KEYS = Set.of("hash", "array", "lru_hash");

    static MapKind of(int type) {
        return new MapKind(
                type >= 0 && type < NAMES.size() ? NAMES.get(type) : String.format(Locale.ROOT, "type %d", type));
    }

    /// Whether each CPU has a value of its own.
    boolean perCpu() {
        return FOR_EACH_CPU.contains(name);
    }

    /// Whether its entries can be read.
    boolean readable() {
        return perCpu() || WITH_KEYS.contains(name) || equals(TASK_STORAGE);
    }
}
