package org.schedlab.notebook.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.schedlab.notebook.display.Progress;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.vm.LabException;

/// `%maven`: libraries with what they need, as Maven finds them.
record MavenMagic() implements LineMagic {
    private static final String COORDINATES = "[^:\\s]+(:[^:\\s]+){2,4}";

    @Override
    public String name() {
        return "maven";
    }

    @Override
    public String usage() {
        return """
                %maven GROUP:ARTIFACT:VERSION … — lets cells use libraries, with what they need, by Maven's own rules
                  mirrors, proxies, logins and 'offline' are those of ~/.m2/settings.xml and of the installed Maven;
                  what was downloaded is kept in Maven's own repository on this computer""";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("offline", "takes what was downloaded before, and nothing else"));
    }

    @Override
    public Object run(MagicCall call) {
        List<String> asked = call.arguments();
        if (asked.isEmpty() || !asked.stream().allMatch(each -> each.matches(COORDINATES))) {
            throw LabException.asked("%maven needs libraries as GROUP:ARTIFACT:VERSION")
                    .found(asked.isEmpty() ? "none" : String.join(" ", asked))
                    .remedy(MagicUsage.synopsis(this))
                    .exception();
        }
        try (Progress progress = Progress.start("Maven")) {
            Consumer<String> told = progress::update;
            Map<String, Object> answer = MavenLoader.libraries()
                    .apply(Map.of("coordinates", asked, "offline", call.flag("offline"), "told", told));
            if (answer.get("error") instanceof String error) {
                progress.end("not found");
                throw refused(asked, error, answer);
            }
            List<Path> files = paths(answer);
            progress.end(files.size() + " files");
            call.notebook().addToClassPath(files);
            return JarsMagic.told(files);
        }
    }

    private static LabException refused(List<String> asked, String error, Map<String, Object> answer) {
        boolean offline = Boolean.TRUE.equals(answer.get("offline"));
        String places = String.join(", ", texts(answer, "repositories"));
        String settings = String.join(", ", texts(answer, "settings"));
        return LabException.asked("%maven cannot get " + String.join(" ", asked))
                .found(offline ? "Maven is offline, and it was not downloaded before: " + error : error)
                .available(places.isEmpty() || offline ? "" : "what is on " + places)
                .remedy(
                        offline
                                ? "without --offline, and without <offline> in " + settings
                                : "look at the spelling and at the network; mirrors and proxies stand in "
                                        + (settings.isEmpty() ? "~/.m2/settings.xml, which is not there" : settings)
                                        + "; %jars FILE takes one that is there")
                .exception();
    }

    private static List<Path> paths(Map<String, Object> answer) {
        return of(answer, "files").map(Path.class::cast).toList();
    }

    private static List<String> texts(Map<String, Object> answer, String name) {
        return of(answer, name).map(String::valueOf).toList();
    }

    private static Stream<?> of(Map<String, Object> answer, String name) {
        return ((List<?>) answer.getOrDefault(name, List.of())).stream();
    }
}
