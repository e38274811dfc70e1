package org.schedlab.lab.schedulers;

import java.util.List;
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
import org.schedlab.vm.linux.BpfMap;
import org.schedlab.vm.linux.BpfTaskStorage;
import org.schedlab.vm.memory.KernelMemory;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The BPF maps of the scheduler in charge: a list of them, and what stands in one.
final class SchedulerMaps {
    private final SessionMachine session;
    private final Function<GuestMachine, BpfHalf> present;

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
                MapKind.of(map.type()).name(),
                types.map(each -> each.btf().cName(each.keyTypeId())).orElse(map.keyBytes() + " bytes"),
                types.map(each -> each.btf().cName(each.valueTypeId())).orElse(map.valueBytes() + " bytes"),
                map.mostEntries());
    }

    /// Without those that hold variables or the scheduler's callbacks: they are no maps of the C text.
    private static List<SchedulerMap> own(BpfHalf half) {
        return half.maps().stream()
                .filter(map -> !map.name().contains("."))
                .filter(map -> !MapKind.of(map.type()).equals(MapKind.STRUCT_OPS))
                .toList();
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
        MapKind kind = MapKind.of(map.type());
        if (!kind.readable()) {
            throw LabException.asked("the map '%s' cannot be read".formatted(name))
                    .found("it is of type " + kind.name())
                    .available("hash, array, percpu_hash, percpu_array, lru_hash, lru_percpu_hash, task_storage")
                    .remedy("keep what you want to read in one of these")
                    .exception();
        }
        Optional<KnobSet.MapTypes> types = half.types(map);
        if (kind.equals(MapKind.TASK_STORAGE)) {
            return ofTasks(guest.memory(), map, types.orElseThrow(), title(half, map, caption));
        }
        byte[] entries = half.entries(guest, map);
        var sizes = new MapTable.Sizes(
                map.keyBytes(), map.valueBytes(), kind.perCpu() ? guest.memory().cpuCount() : 0);
        String title = title(half, map, caption);
        return types.map(each -> new MapTable.Layout(each.btf(), each.keyTypeId(), each.valueTypeId(), sizes))
                .map(layout -> MapTable.of(layout, entries, title))
                .orElseGet(() -> MapTable.untyped(sizes, entries, title));
    }

    private static String title(BpfHalf half, SchedulerMap map, Supplier<String> caption) {
        return "map %s of %s, %s".formatted(map.name(), half.name(), caption.get());
    }

    /// The kernel takes no such map without types.
    private static Table ofTasks(KernelMemory memory, SchedulerMap map, KnobSet.MapTypes types, String title) {
        BpfMap found = BpfMap.all(memory).stream()
                .filter(each -> each.id() == map.id())
                .findFirst()
                .orElseThrow();
        return MapTable.ofTasks(
                types.btf(),
                types.valueTypeId(),
                BpfTaskStorage.of(memory, found),
                address -> memory.space().readBytes(address, map.valueBytes()),
                title);
    }
}
