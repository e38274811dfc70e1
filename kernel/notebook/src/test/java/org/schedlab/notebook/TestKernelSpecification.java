package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/// Writes a kernel specification that starts a main class of this build, for real clients.
final class TestKernelSpecification {
    private TestKernelSpecification() {}

    /// Writes `kernels/NAME` below a folder that is to be the clients' `JUPYTER_PATH`.
    static void write(Path folder, String name, Class<?> mainClass) throws IOException {
        Path specification = Files.createDirectories(folder.resolve("kernels").resolve(name));
        List<String> flags = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmn24m",
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true");
        InstalledClassPath classPath = InstalledClassPath.make(flags);
        List<String> command = new ArrayList<>(flags);
        command.addAll(List.of(
                "-XX:AOTCache=" + classPath.aotCache(),
                "-cp",
                classPath.entries(),
                mainClass.getName(),
                "{connection_file}"));
        JsonArray argv = new JsonArray();
        command.forEach(argv::add);
        JsonObject kernel = new JsonObject();
        kernel.add("argv", argv);
        kernel.addProperty("display_name", name);
        kernel.addProperty("language", "java");
        kernel.addProperty("interrupt_mode", "message");
        Files.writeString(specification.resolve("kernel.json"), kernel.toString());
    }
}
