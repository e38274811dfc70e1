package org.schedlab.lab.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A JVM of its own in a mount namespace of its own, where file systems can be full or read-only.
final class ChildInNamespace {
    private ChildInNamespace() {}

    /// Not started yet.
    ///
    /// @param script of sh, before and around `"$@"`, which is the JVM with the class
    static ProcessBuilder of(Class<?> child, String script, Map<String, String> environment) {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                child.getName());
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of("unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"), java.stream())
                .toList());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT).environment().putAll(environment);
        return builder;
    }
}
