package org.schedlab.vm.linux;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

import org.schedlab.vm.memory.KernelMemory;

/// What stands in a BPF map, read out of memory. Entry after entry: the key, then its value or one value for each
/// possible CPU, each padded to 8 bytes.
///
/// Source: struct bpf_array, include/linux/bpf.h; struct bpf_htab, struct bucket, struct htab_elem,
/// kernel/bpf/hashtab.c; Linux 6.16 to 7.3. Used by one thread, while the guest stands.
public final class BpfMapEntries {
    private static final int MOST_ENTRIES = 1 << 20;
    private static final String ELEMENT = "struct htab_elem";
    /// A list of nulls ends with an odd number (include/linux/list_nulls.h).
    private static final long NULLS = 1;

    private final KernelMemory memory;
    private final BpfMap map;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private BpfMapEntries(KernelMemory memory, BpfMap map) {
        this.memory = memory;
        this.map = map;
    }

    /// The entries; empty for a map that is no array and no hash, with or without values for each CPU.
    ///
    /// @throws org.schedlab.vm.LabException if its memory cannot be read
    public static Optional<byte[]> of(KernelMemory memory, BpfMap map) {
        return new BpfMapEntries(memory, map).read();
    }

    private Optional<byte[]> read() {
        switch (map.type()) {
            case 1, 9 -> hash(false);
            case 5, 10 -> hash(true);
            case 2 -> array();
            case 6 -> arrayOfEachCpu();
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(out.toByteArray());
    }

    private KernelObject array(String member) {
        return map.object().containerOf("struct bpf_array", "map").member(member);
    }

    private void array() {
        long first = array("value").address();
        for (int i = 0; i < count(); i++) {
            number(i);
            put(first + (long) i * padded(map.valueBytes()), map.valueBytes());
        }
    }

    private void arrayOfEachCpu() {
        long places = array("pptrs").address();
        for (int i = 0; i < count(); i++) {
            number(i);
            onEachCpu(memory.space().readLong(places + 8L * i));
        }
    }

    private int count() {
        return (int) Math.min(MOST_ENTRIES, map.mostEntries());
    }

    private void number(int index) {
        for (int i = 0; i < Long.BYTES; i++) {
            out.write(index >>> (8 * i));
        }
    }

    private void hash(boolean forEachCpu) {
        KernelObject table = map.object().containerOf("struct bpf_htab", "map");
        KernelObject buckets = table.member("buckets");
        long count = table.member("n_buckets").number();
        long inElement = memory.path(ELEMENT, "hash_node").offset();
        long key = memory.path(ELEMENT, "key").offset();
        var walk = new BoundedWalk(memory.space(), "the BPF map " + map.name(), 2L * MOST_ENTRIES);
        for (long i = 0; i < count; i++) {
            long node = walk.follow(buckets.element(i).member("head.first").address(), 0, 0);
            while (node != 0 && (node & NULLS) == 0) {
                long element = node - inElement;
                put(element + key, map.keyBytes());
                long value = element + key + padded(map.keyBytes());
                if (forEachCpu) {
                    onEachCpu(memory.space().readLong(value));
                } else {
                    put(value, map.valueBytes());
                }
                node = walk.follow(
                        node, memory.path("struct hlist_nulls_node", "next").offset(), element);
            }
        }
    }

    private void onEachCpu(long values) {
        memory.possibleCpus().stream()
                .forEach(cpu -> put(memory.onCpu("map " + map.name(), values, cpu), map.valueBytes()));
    }

    private void put(long address, int bytes) {
        out.writeBytes(memory.space().readBytes(address, bytes));
        for (int i = bytes; i < padded(bytes); i++) {
            out.write(0);
        }
    }

    private static int padded(int bytes) {
        return (bytes + 7) & -8;
    }
}
