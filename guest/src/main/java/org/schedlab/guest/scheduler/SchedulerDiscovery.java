package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.schedlab.vm.LabException;

/// Finds a scheduler's executable on this host by its name. The first place that has it wins:
///
/// 1. the file that the variable `SCHEDLAB_SCHEDULER_NAME` names, NAME in capitals, other characters
/// as `_` 2. the folders of `SCHEDLAB_SCHEDULERS`, separated by colons 3. the folder `schedulers`
/// beside the notebook 4. the folders of `PATH` 5. `~/.cargo/bin`, `/usr/local/bin`,
/// `/usr/local/sbin`, `/usr/bin`, `/usr/sbin`
///
/// Immutable.
public final class SchedulerDiscovery {
    private static final String FILE_VARIABLE = "SCHEDLAB_SCHEDULER_";
    private static final String FOLDERS_VARIABLE = "SCHEDLAB_SCHEDULERS";
    private static final List<String> STANDARD = List.of("/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin");

    private final Map<String, String> environment;
    private final Path folder;
    private final Path home;

    /// @param environment of the process that looks
    /// @param folder that the notebook runs in
    /// @param home of the user
    SchedulerDiscovery(Map<String, String> environment, Path folder, Path home) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.home = home;
    }

    /// That of the user who runs this process.
    public static SchedulerDiscovery ofUser() {
        return new SchedulerDiscovery(
                System.getenv(), Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")));
    }

    /// What a search found.
    ///
    /// @param found the executable; empty if it is nowhere
    /// @param places every place that was looked in, in order, and what was there instead
    public record Search(Optional<Path> found, List<String> places) {
        public Search {
            places = List.copyOf(places);
        }
    }

    /// The executable of a name.
    ///
    /// @throws LabException if it is nowhere; the message lists every place, and what was there
    ///     instead
    public Path find(String name) {
        Search search = search(name);
        return search.found()
                .orElseThrow(() -> LabException.asked("there is no scheduler '%s' on this host".formatted(name))
                        .found("looked in, in this order:\n    " + String.join("\n    ", search.places()))
                        .remedy("put it into one of these, or name it: Scheduler.path(\"…\") or %scheduler --path …")
                        .exception());
    }

    /// Looks for the executable of a name.
    ///
    /// @throws LabException if it is no name, or the variable for it names a file that is not there
    public Search search(String name) {
        if (!name.matches("[A-Za-z0-9._+-]+")) {
            throw LabException.asked("'%s' is not the name of an executable".formatted(name))
                    .available("letters, digits and . _ + -")
                    .remedy("a path is given with Scheduler.path(\"…\") or %scheduler --path …")
                    .exception();
        }
        Optional<Path> named = named(name);
        if (named.isPresent()) {
            return new Search(named, List.of());
        }
        List<String> places = new ArrayList<>(List.of("the variable %s (not set)".formatted(variable(name))));
        for (Place place : folders()) {
            Path file = place.folder.resolve(name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return new Search(Optional.of(file.toAbsolutePath().normalize()), places);
            }
            String there = Files.exists(file) ? " (there, but no executable file)" : "";
            places.add("%s, %s%s".formatted(file, place.reason, there));
        }
        return new Search(Optional.empty(), places);
    }

    /// Executables that are schedulers by where they lie, in the folders of `SCHEDLAB_SCHEDULERS` and
    /// beside the notebook, or by their names, which begin with `scx_`. The first of a name wins.
    public Map<String, Path> candidates() {
        Map<String, Path> found = new TreeMap<>();
        for (Place place : folders()) {
            candidates(place).forEach(file -> found.putIfAbsent(String.valueOf(file.getFileName()), file));
        }
        return found;
    }

    private static List<Path> candidates(Place place) {
        List<Path> found = new ArrayList<>();
        String names = place.ofSchedulers ? "*" : "scx_*";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place.folder, names)) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                    found.add(file);
                }
            }
            return found;
        } catch (IOException notThere) {
            return List.of();
        }
    }

    private Optional<Path> named(String name) {
        String value = environment.get(variable(name));
        if (value == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(value);
        if (!Files.isRegularFile(file)) {
            throw LabException.asked("the scheduler '%s' is not where %s says".formatted(name, variable(name)))
                    .found(file + " is not a file")
                    .remedy("fix the variable or unset it; then other places are looked in")
                    .exception();
        }
        return Optional.of(file.toAbsolutePath().normalize());
    }

    private static String variable(String name) {
        return FILE_VARIABLE + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /// @param ofSchedulers whether all executables there are schedulers
    private record Place(Path folder, String reason, boolean ofSchedulers) {}

    private List<Place> folders() {
        List<Place> places = new ArrayList<>();
        Set<Path> known = new LinkedHashSet<>();
        listed(FOLDERS_VARIABLE).forEach(path -> add(places, known, path, "of " + FOLDERS_VARIABLE, true));
        add(places, known, folder.resolve("schedulers"), "beside the notebook", true);
        listed("PATH").forEach(path -> add(places, known, path, "of PATH", false));
        add(places, known, home.resolve(".cargo/bin"), "where cargo installs", false);
        STANDARD.forEach(path -> add(places, known, Path.of(path), "a standard folder", false));
        return places;
    }

    private List<Path> listed(String variable) {
        List<Path> paths = new ArrayList<>();
        for (String path : environment.getOrDefault(variable, "").split(":", -1)) {
            if (!path.isEmpty()) {
                paths.add(folder.resolve(path));
            }
        }
        return paths;
    }

    private static void add(List<Place> places, Set<Path> known, Path folder, String reason, boolean schedulers) {
        if (known.add(folder)) {
            places.add(new Place(folder, reason, schedulers));
        }
    }
}
