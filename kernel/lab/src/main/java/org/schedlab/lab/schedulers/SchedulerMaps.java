package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.SchedulerPeek.MapView;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.MapTable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The BPF maps of the scheduler in charge: a list of them, and what stands in one.
final class SchedulerMaps {
    /// Kinds that have keys and values and that the kernel iterates over. Source: enum bpf_map_type,
    /// include/uapi/linux/bpf.h.
    private static final Map<Integer, MapKind> READABLE = Map.of(
            1, new MapKind("hash", false),
            2, new MapKind("array", false),
            5, new MapKind("percpu_hash", true),
            6, new MapKind("percpu_array", true),
            9, new MapKind("lru_hash", false),
            10, new MapKind("lru_percpu_hash", true));

    private final SessionMachine session;
    private final Function<GuestMachine, BpfHalf> present;

    /// @param perCpu whether each CPU has a value of its own
    private record MapKind(String name, boolean perCpu) {}

    SchedulerMaps(SessionMachine session, Function<GuestMachine, BpfHalf> present) {
        this.session = session;
        this.present = present;
    }

    Table list() {
        BpfHalf half = session.inTurn(present);
        var name = StringColumn.create("name");
        var type = StringColumn.create("type");
        var key = StringColumn.create("key");
        var value = StringColumn.create("value");
        var entries = LongColumn.create("most entries");
        for (MapView map : views(half)) {
            name.append(map.name());
            type.append(map.type());
            key.append(map.key());
            value.append(map.value());
            entries.append(map.mostEntries());
        }
        return CaptionedTable.titled(
                "maps of %s, %s".formatted(half.name(), session.instant().caption()), name, type, key, value, entries);
    }

    static List<MapView> views(BpfHalf half) {
        return own(half).stream().map(map -> view(half, map)).toList();
    }

    private static MapView view(BpfHalf half, SchedulerMap map) {
        Optional<KnobSet.MapTypes> types = half.types(map);
        return new MapView(
                map.name(),
                typeName(map),
                types.map(each -> each.btf().cName(each.keyTypeId())).orElse(map.keyBytes() + " bytes"),
                types.map(each -> each.btf().cName(each.valueTypeId())).orElse(map.valueBytes() + " bytes"),
                map.mostEntries());
    }

    /// Without those that hold variables or the scheduler's callbacks: they are no maps of the C text.
    private static List<SchedulerMap> own(BpfHalf half) {
        return half.maps().stream()
                .filter(map -> !map.name().contains("."))
                .filter(map -> map.type() != 26) // BPF_MAP_TYPE_STRUCT_OPS
                .toList();
    }

    private static String typeName(SchedulerMap map) {
        MapKind kind = READABLE.get(map.type());
        return kind == null ? "type " + map.type() : kind.name();
    }

    Table read(String name) {
        return session.inTurn(guest -> {
            BpfHalf half = present.apply(guest);
            List<String> names = names(half);
            if (!names.contains(name)) {
                throw UnknownNameException.among(
                        "the scheduler %s has no map '%s'".formatted(half.name(), name),
                        name,
                        names,
                        names.isEmpty()
                                ? "it has no maps; knobs() shows its variables"
                                : "read one of its maps: " + String.join(", ", names));
            }
            return read(guest, half, name, () -> session.instant().caption());
        });
    }

    /// The maps of its C text.
    static List<String> names(BpfHalf half) {
        return own(half).stream().map(SchedulerMap::name).toList();
    }

    /// What stands in one of them, in any machine that has it.
    ///
    /// @param caption where and when, asked for behind the agent's look
    static Table read(GuestMachine guest, BpfHalf half, String name, Supplier<String> caption) {
        SchedulerMap map = own(half).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        MapKind kind = READABLE.get(map.type());
        KnobSet.MapTypes types = half.types(map).orElse(null);
        if (kind == null || types == null) {
            throw LabException.asked("the map '%s' cannot be read".formatted(name))
                    .found(
                            types == null
                                    ? "it is not declared with __type(key, …) and __type(value, …)"
                                    : "it is of " + typeName(map))
                    .available("hash, array, percpu_hash, percpu_array, lru_hash, lru_percpu_hash")
                    .remedy("keep what you want to read in one of these, with typed keys and values")
                    .exception();
        }
        byte[] entries = half.entries(guest, map);
        int cpus = kind.perCpu() ? guest.memory().cpuCount() : 0;
        var layout = new MapTable.Layout(
                types.btf(), types.keyTypeId(), types.valueTypeId(), map.keyBytes(), map.valueBytes(), cpus);
        return MapTable.of(layout, entries, "map %s of %s, %s".formatted(name, half.name(), caption.get()));
    }
}
