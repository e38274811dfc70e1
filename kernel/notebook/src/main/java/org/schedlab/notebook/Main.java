package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.experiments.words.ExperimentWords;
import org.schedlab.hunt.words.HuntWords;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.host.HostMagics;
import org.schedlab.notebook.machine.CellProgress;
import org.schedlab.notebook.machine.MachineMagics;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.names.GuestNames;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;

/// Starts the kernel: `java … org.schedlab.notebook.Main CONNECTION_FILE`.
///
/// The kernel specification's `argv` should carry these flags (its `interrupt_mode` is `message`):
///
/// - `-XX:+UseSerialGC -XX:TieredStopAtLevel=1`: half the CPU time per cell and 65 MiB less on a
///   small host
///
/// - `-Xms64m -Xmn24m -Xmx768m`: the defaults are a 64th and a quarter of the host's memory; a small
///   start keeps what is touched small, and the compiler's short-lived objects have room
///
/// - `--enable-native-access=ALL-UNNAMED`: guest memory is mapped with the foreign-memory API
///
/// - `-Djava.awt.headless=true`: charts are drawn without a display
///
/// - `-XX:AOTCache=FILE`: made at install time by a run with `-XX:AOTCacheOutput=FILE` that executes a
///   few cells and is shut down by a shutdown request; a file that does not fit the JDK or the class
///   path is ignored
public final class Main {
    private Main() {}

    /// Serves one front end until it shuts the kernel down.
    ///
    /// @param arguments the connection file that the front end wrote
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        // What cells print is the same in every language: outputs are compared.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        Path connectionFile = ConnectionFile.required(arguments);
        var java = new JavaCells(StartUp.with(MachineMagics.imports()));
        java.begin();
        var kernel = new SchedlabKernel(java, magics(), new GuestNames());
        Lab.onProgress(new CellProgress());
        ExperimentWords.progressTo(new CellProgress());
        HuntWords.progressTo(new CellProgress());
        keepHistory(kernel);
        kernel.beforeEachCell(Lab::enterCell);
        kernel.afterEachCell(new CellEnd()::run);
        kernel.closeOnShutdown(Lab::close);
        kernel.serve(connectionFile);
    }

    private static List<Magic> magics() {
        List<Magic> all = new ArrayList<>(MachineMagics.all());
        all.addAll(HostMagics.all(MachineMagics::guestClock));
        return all;
    }

    /// A cache that cannot be written ends no kernel; whoever needs it says so.
    private static void keepHistory(SchedlabKernel kernel) {
        try {
            kernel.keepHistoryIn(Folders.ofUser().cache("history").resolve("cells"));
        } catch (FolderException noCache) {
            System.err.println("schedlab: cells are not remembered beyond this session: " + noCache.getMessage());
        }
    }
}
