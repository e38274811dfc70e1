package org.schedlab.notebook.names;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.CgroupTree;
import org.schedlab.vm.freeze.CgroupTree.CgroupView;

/// Paths of cgroups: those of the guest, as they were last seen while it runs, and those that earlier
/// arguments define. Thread-safe.
final class CgroupNames {
    private static final Pattern DEFINED = Pattern.compile("\\bcgroup\\s*\\(\\s*\"([^\"]+)\"");

    private record Seen(VmSession session, List<CgroupView> cgroups) {}

    private volatile @Nullable Seen latest;

    List<Suggestion> suggestions(CallAtCursor call) {
        Stream<Suggestion> defined = call.context()
                .flatMap(argument -> DEFINED.matcher(argument).results())
                .map(found -> Suggestion.of(found.group(1), "cgroup, defined in this call"));
        Stream<Suggestion> there =
                cgroups().stream().map(cgroup -> Suggestion.of(cgroup.path(), "cgroup, " + threads(cgroup)));
        return Stream.concat(there, defined)
                .collect(Collectors.toMap(Suggestion::text, each -> each, (first, _) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    Optional<String> explain(String path) {
        return cgroups().stream()
                .filter(cgroup -> cgroup.path().equals(path))
                .findFirst()
                .map(cgroup -> {
                    long below = cgroups().stream()
                            .filter(other -> other.path().startsWith(path + "/"))
                            .count();
                    return String.format(
                            Locale.ROOT,
                            "cgroup %s: %s in itself, %d cgroups below it%ncgroups() shows weights, limits and CPU time",
                            path,
                            threads(cgroup),
                            below);
                });
    }

    private static String threads(CgroupView cgroup) {
        return cgroup.threads() == 1 ? "1 thread" : cgroup.threads() + " threads";
    }

    private List<CgroupView> cgroups() {
        VmSession session = Lab.ifBooted().orElse(null);
        if (session == null) {
            return List.of();
        }
        Optional<List<CgroupView>> present = look(session);
        if (present.isPresent()) {
            latest = new Seen(session, present.get());
        }
        Seen seen = latest;
        return seen != null && seen.session().equals(session) ? seen.cgroups() : List.of();
    }

    private static Optional<List<CgroupView>> look(VmSession session) {
        try {
            return session.peek(memory -> new CgroupTree(memory).cgroups());
        } catch (LabException unreadable) {
            return Optional.empty();
        }
    }
}
