package org.schedlab.experiments.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this host is called. Stateless.
final class Host {
    private Host() {}

    /// As Slurm calls it, else as it calls itself.
    static String name() {
        String slurm = System.getenv("SLURMD_NODENAME");
        if (slurm != null && !slurm.isBlank()) {
            return slurm;
        }
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "this host";
        }
    }
}
