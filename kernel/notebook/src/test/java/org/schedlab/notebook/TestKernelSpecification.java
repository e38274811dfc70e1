package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/// Writes a kernel specification that starts a main class of this build, for real clients.
final class TestKernelSpecification {
    private TestKernelSpecification() {}

    /// Writes `kernels/NAME` below a folder that is to be the clients' `JUPYTER_PATH`.
    static void write(Path folder, String name, Class<?> mainClass) throws IOException {
        Path specification = Files.createDirectories(folder.resolve("kernels").resolve(name));
        Path classPath = specification.resolve("class-path");
        Files.writeString(classPath, "-cp \"" + System.getProperty("java.class.path") + "\"");
        String java = ProcessHandle.current().info().command().orElseThrow();
        JsonArray argv = new JsonArray();
        Stream.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmn24m",
                        "-Xmx768m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "@" + classPath,
                        mainClass.getName(),
                        "{connection_file}")
                .forEach(argv::add);
        JsonObject kernel = new JsonObject();
        kernel.add("argv", argv);
        kernel.addProperty("display_name", name);
        kernel.addProperty("language", "java");
        kernel.addProperty("interrupt_mode", "message");
        Files.writeString(specification.resolve("kernel.json"), kernel.toString());
    }
}
