package org.schedlab.notebook.names;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.schedlab.lab.schedulers.SchedulerPeek.MapView;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;

/// Names of the maps of the scheduler in charge. Stateless.
public final class MapNames {
    private MapNames() {}

    /// All of them.
    public static List<Suggestion> all() {
        return maps().map(map -> Suggestion.of(map.name(), kind(map))).toList();
    }

    private static Stream<MapView> maps() {
        return Lab.ifBooted().map(session -> session.schedulers().peek().maps()).orElse(List.of()).stream();
    }

    private static String kind(MapView map) {
        return String.format(
                Locale.ROOT, "%s: %s → %s, %d entries at most", map.type(), map.key(), map.value(), map.mostEntries());
    }

    /// What a map is: its definition and types.
    public static Optional<String> explain(String name) {
        return maps().filter(map -> map.name().equals(name)).findFirst().map(map -> {
            String definition = KnobOwner.inCharge()
                    .flatMap(owner -> new CText(owner.scheduler().source()).map(name))
                    .map(text -> text + "\n")
                    .orElse("");
            return "%s%s is a map of kind %s%nmap(\"%s\") shows what stands in it"
                    .formatted(definition, name, kind(map), name);
        });
    }
}
