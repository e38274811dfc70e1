package org.schedlab.vm.linux;

import java.lang.foreign.MemorySegment;
import java.util.List;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.memory.KernelMemory;

/// A BPF map that the kernel has, whoever made it. Immutable; what it holds is read by [BpfMapEntries].
///
/// Source: struct bpf_map, include/linux/bpf.h, `map_idr`, kernel/bpf/syscall.c, Linux 6.16 to 7.3.
///
/// @param object its `struct bpf_map`
/// @param id as bpftool shows it
/// @param type enum bpf_map_type
/// @param name its first 15 characters
/// @param btf address of the `struct btf` with its types; 0 for none
/// @param keyType the id of its keys' type there; 0 for none
/// @param valueType the id of its values' type there; 0 for none
public record BpfMap(
        KernelObject object,
        long id,
        int type,
        String name,
        int keyBytes,
        int valueBytes,
        long mostEntries,
        long btf,
        int keyType,
        int valueType) {
    /// BPF_MAP_TYPE_STRUCT_OPS: the callbacks that a scheduler registers.
    public static final int STRUCT_OPS = 26;

    /// All maps that there are, by id.
    ///
    /// @throws org.schedlab.vm.LabException if the kernel's list of them cannot be read
    public static List<BpfMap> all(KernelMemory memory) {
        return Xarray.ofIdr(memory, "map_idr").stream()
                .map(address -> of(KernelObject.at(memory, "struct bpf_map", address)))
                .toList();
    }

    /// One map.
    ///
    /// @param map a `struct bpf_map`
    public static BpfMap of(KernelObject map) {
        return new BpfMap(
                map,
                map.member("id").number(),
                (int) map.member("map_type").number(),
                map.member("name").text(),
                (int) map.member("key_size").number(),
                (int) map.member("value_size").number(),
                map.member("max_entries").number(),
                map.member("btf").pointer(),
                (int) map.member("btf_key_type_id").number(),
                (int) map.member("btf_value_type_id").number());
    }

    /// The types of a BPF object as the kernel was given them.
    ///
    /// @param btf address of a `struct btf`
    public static Btf types(KernelMemory memory, long btf) {
        KernelObject types = KernelObject.at(memory, "struct btf", btf);
        byte[] bytes = memory.space().readBytes(types.member("data").pointer(), (int)
                types.member("data_size").number());
        return Btf.of(MemorySegment.ofArray(bytes));
    }
}
