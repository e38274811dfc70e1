package org.schedlab.notebook;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonParseException;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import org.jspecify.annotations.Nullable;

/// The file with ports and key that a front end writes and names on the kernel's command line.
/// Without a usable one the JVM ends with exit status 2 and an explanation, which front ends show in
/// their log.
final class ConnectionFile {
    private static final int MAX_PORT = 65535;
    /// The process's own standard error: later, `System.err` is what cells print to.
    private static final PrintStream ERROR = System.err;

    private ConnectionFile() {}

    /// The file named by the only argument.
    static Path required(String[] arguments) {
        if (arguments.length != 1 || !Files.isReadable(Path.of(arguments[0]))) {
            throw refused(String.join(" ", arguments));
        }
        return Path.of(arguments[0]);
    }

    /// What stands in the file.
    static KernelConnectionProperties read(Path file) {
        try {
            KernelConnectionProperties properties = parsed(Files.readString(file));
            if (properties != null && isComplete(properties)) {
                return properties;
            }
            throw refused("%s is not a connection file: it has no address, key or five ports".formatted(file));
        } catch (IOException | JsonParseException e) {
            throw refused("%s is not a connection file: %s".formatted(file, firstLine(e)));
        }
    }

    /// Ends the JVM, because what the file asks for cannot be had. Does not return.
    static IllegalStateException unusable(Path file, Exception why) {
        return refused("cannot listen where the connection file %s says: %s".formatted(file, firstLine(why)));
    }

    private static @Nullable KernelConnectionProperties parsed(String json) {
        return KernelConnectionProperties.parse(json);
    }

    @SuppressWarnings("ConstantValue")
    private static boolean isComplete(KernelConnectionProperties properties) {
        return properties.getIp() != null
                && properties.getTransport() != null
                && properties.getKey() != null
                && List.of(
                                properties.getShellPort(),
                                properties.getIopubPort(),
                                properties.getStdinPort(),
                                properties.getControlPort(),
                                properties.getHbPort())
                        .stream()
                        .allMatch(port -> port > 0 && port <= MAX_PORT);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    /// Does not return; declared to return so that callers can `throw` it.
    private static IllegalStateException refused(String found) {
        ERROR.println("schedlab: the kernel is started by a Jupyter front end, with its connection file");
        ERROR.println("  found: " + found);
        ERROR.println("  try: jupyter notebook, then choose the kernel schedlab");
        System.exit(2);
        return new IllegalStateException(found);
    }
}
