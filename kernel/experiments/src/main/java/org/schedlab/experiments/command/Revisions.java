package org.schedlab.experiments.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.schedlab.experiments.engine.HostCommand;
import org.schedlab.vm.LabException;

/// Revisions of a file in git. Stateless.
final class Revisions {
    private static final String NO_GIT = "install git, or name files";

    private Revisions() {}

    /// `FIRST..LAST:PATH` as `REVISION:PATH` of the first one and of each later one that changes the file, oldest
    /// first; other texts as they are.
    ///
    /// @throws LabException git does not know them, or no revision between them changes the file
    static List<String> expanded(String text) {
        int colon = text.lastIndexOf(':');
        int dots = text.indexOf("..");
        if (colon < 0 || dots < 1 || dots > colon) {
            return List.of(text);
        }
        String path = text.substring(colon + 1);
        String first = text.substring(0, dots);
        String last = text.substring(dots + 2, colon).isEmpty() ? "HEAD" : text.substring(dots + 2, colon);
        // Paths of `git show` count from the top of the repository.
        String asked = "'%s' cannot be bisected".formatted(text);
        String listed = git(
                asked, List.of("git", "log", "--reverse", "--format=%h", first + ".." + last, "--", ":(top)" + path));
        List<String> revisions = new ArrayList<>();
        revisions.add(git(asked, List.of("git", "rev-parse", "--short", first)).strip());
        listed.lines().forEach(revisions::add);
        if (revisions.size() == 1) {
            throw LabException.asked(asked)
                    .found("no revision after %s up to %s changes %s".formatted(first, last, path))
                    .remedy("see git log %s..%s -- :/%s; the path counts from the top of the repository"
                            .formatted(first, last, path))
                    .exception();
        }
        return revisions.stream().map(each -> each + ":" + path).toList();
    }

    /// The text of `REVISION:PATH`.
    ///
    /// @throws LabException git has none; says what git said
    static String text(String place) {
        return git("there is no text '%s' in git".formatted(place), List.of("git", "show", place));
    }

    private static String git(String asked, List<String> command) {
        HostCommand.Ended ended = HostCommand.run(command, NO_GIT);
        if (ended.code() != 0) {
            throw LabException.asked(asked)
                    .found((ended.err() + ended.out()).strip())
                    .remedy(
                            "name a revision that git log shows, and a path from the top of the repository; what was run:"
                                    + " " + String.join(" ", command))
                    .exception();
        }
        return ended.out();
    }

    /// C texts of schedulers in this folder, for errors.
    static List<String> sourcesHere() {
        try (Stream<Path> files = Files.list(Path.of("."))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".bpf.c"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
