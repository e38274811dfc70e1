package org.schedlab.kernel.jupyter;

import java.nio.file.Files;
import java.nio.file.Path;

/// The file with ports and key that a front end writes and names on the kernel's command line.
final class ConnectionFile {
    private ConnectionFile() {}

    /// The file named by the only argument; without a readable one the JVM ends with an explanation,
    /// which front ends show in their log.
    static Path required(String[] arguments) {
        if (arguments.length != 1 || !Files.isReadable(Path.of(arguments[0]))) {
            System.err.println("schedlab: the kernel is started by a Jupyter front end, with its connection file");
            System.err.println("  found: " + String.join(" ", arguments));
            System.err.println("  do: jupyter notebook, then choose the kernel schedlab");
            System.exit(2);
        }
        return Path.of(arguments[0]);
    }
}
