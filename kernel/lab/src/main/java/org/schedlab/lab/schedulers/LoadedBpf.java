package org.schedlab.lab.schedulers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.linux.BpfMap;
import org.schedlab.vm.linux.BpfMapEntries;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;

/// Those that the kernel has, found by its own lists: `scx_root`, then the struct_ops map of its operations, then
/// all maps with the same types, and those without types that its programs use. The guest does nothing for it.
///
/// Source: struct scx_sched, kernel/sched/ext_internal.h; struct bpf_struct_ops_map, kernel/bpf/bpf_struct_ops.c;
/// Linux 6.16 to 7.3.
///
/// @param name the kernel's of the scheduler
/// @param loaded its maps
record LoadedBpf(String name, KnobSet knobs, Map<String, String> ops, Btf btf, List<BpfMap> loaded) implements BpfHalf {
    private static final List<String> OPS_MEMBERS = List.of("timeout_ms", "flags", "exit_dump_len");
    private static final int CUT_NAME = 15;

    LoadedBpf {
        loaded = List.copyOf(loaded);
    }

    /// Those of the scheduler in charge; empty if none is, or the kernel's lists lead to none.
    ///
    /// @throws LabException if they cannot be read
    static Optional<LoadedBpf> find(KernelMemory memory) {
        SchedExtView.Seen seen = SchedExtView.look(memory);
        if (seen.root() == 0) {
            return Optional.empty();
        }
        KernelObject sched = KernelObject.at(memory, "struct scx_sched", seen.root());
        List<BpfPrograms.Program> programs = BpfPrograms.inCharge(memory);
        long types = programs.stream()
                .mapToLong(BpfPrograms.Program::btf)
                .filter(btf -> btf != 0)
                .findFirst()
                .orElse(0);
        if (types == 0) {
            return Optional.empty();
        }
        Btf btf = BpfMap.types(memory, types);
        Set<Long> used = programs.stream().flatMap(each -> each.maps().stream()).collect(Collectors.toSet());
        List<BpfMap> maps = BpfMap.all(memory).stream()
                .filter(map -> map.btf() == types || used.contains(map.object().address()))
                .toList();
        return Optional.of(new LoadedBpf(seen.opsName(), KnobSet.loaded(seen.opsName(), btf), ops(sched), btf, maps));
    }

    private static Map<String, String> ops(KernelObject sched) {
        Map<String, String> values = new LinkedHashMap<>();
        OPS_MEMBERS.forEach(member -> values.put(
                member, Long.toUnsignedString(sched.member("ops." + member).number())));
        return values;
    }

    @Override
    public long sectionStart(String section, KernelMemory memory) {
        return loaded.stream()
                .filter(map -> holds(map, section))
                .findFirst()
                .map(map -> map.object()
                        .containerOf("struct bpf_array", "map")
                        .member("value")
                        .address())
                .orElseThrow(
                        () -> LabException.asked("the variables of %s in %s cannot be read".formatted(name, section))
                                .found("the kernel has no map with them")
                                .remedy("read others: knobs() lists all")
                                .exception());
    }

    private boolean holds(BpfMap map, String section) {
        return map.valueType() > 0
                && btf.type(map.valueType()) instanceof BtfType.DataSection of
                && of.name().equals(section);
    }

    @Override
    public List<SchedulerMap> maps() {
        return loaded.stream()
                .map(map -> new SchedulerMap(
                        -1,
                        map.id(),
                        map.type(),
                        map.keyBytes(),
                        map.valueBytes(),
                        map.mostEntries(),
                        wholeName(map.name())))
                .toList();
    }

    /// The kernel keeps 15 characters of a name.
    private String wholeName(String kept) {
        List<String> names = knobs.mapNames();
        if (kept.length() < CUT_NAME || names.contains(kept)) {
            return kept;
        }
        List<String> longer =
                names.stream().filter(each -> each.startsWith(kept)).toList();
        return longer.size() == 1 ? longer.getFirst() : kept;
    }

    private Optional<BpfMap> byId(long id) {
        return loaded.stream().filter(map -> map.id() == id).findFirst();
    }

    @Override
    public Optional<KnobSet.MapTypes> types(SchedulerMap map) {
        return byId(map.id())
                .filter(found -> found.keyType() > 0 && found.valueType() > 0)
                .map(found -> new KnobSet.MapTypes(btf, found.keyType(), found.valueType()));
    }

    @Override
    public byte[] entries(GuestMachine guest, SchedulerMap map) {
        return entries(guest.memory(), map);
    }

    byte[] entries(KernelMemory memory, SchedulerMap map) {
        return byId(map.id())
                .flatMap(found -> BpfMapEntries.of(memory, found))
                .orElseThrow(() -> new IllegalStateException(
                        String.format(Locale.ROOT, "map %d of type %d has no entries", map.id(), map.type())));
    }
}
