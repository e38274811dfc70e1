package org.schedlab.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

import org.schedlab.kernel.jupyter.machine.MachineMagics;
import org.schedlab.kernel.session.Lab;

/// Starts the kernel: `java … org.schedlab.kernel.jupyter.Main CONNECTION_FILE`.
///
/// The kernel specification's `argv` should carry these flags (its `interrupt_mode` is `message`):
///
/// - `-XX:+UseSerialGC -XX:TieredStopAtLevel=1`: half the CPU time per cell and 65 MiB less on a small host
/// - `-Xmx512m`: the default is a quarter of the host's memory
/// - `--enable-native-access=ALL-UNNAMED`: guest memory is mapped with the foreign-memory API
/// - `-Djava.awt.headless=true`: charts are drawn without a display
/// - `-XX:AOTCache=FILE`: made at install time by a run with `-XX:AOTCacheOutput=FILE` that executes a few cells and
///   is shut down by a shutdown request; a file that does not fit the JDK or the class path is ignored
public final class Main {
    private Main() {}

    /// Serves one front end until it shuts the kernel down.
    ///
    /// @param arguments the connection file that the front end wrote
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        requireConnectionFile(arguments);
        var kernel = new SchedlabKernel(MachineMagics.all(), MachineMagics.imports());
        kernel.closeOnShutdown(Lab::close);
        kernel.serve(Path.of(arguments[0]));
    }

    /// Ends the JVM with an explanation when there is no connection file.
    static void requireConnectionFile(String[] arguments) {
        if (arguments.length != 1 || !Files.isReadable(Path.of(arguments[0]))) {
            System.err.println("schedlab: the kernel is started by a Jupyter front end, with its connection file");
            System.err.println("  found: " + String.join(" ", arguments));
            System.err.println("  do: jupyter notebook, then choose the kernel schedlab");
            System.exit(2);
        }
    }
}
