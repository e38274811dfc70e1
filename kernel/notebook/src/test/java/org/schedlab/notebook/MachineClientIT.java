package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real clients, real kernels and real machines, when something goes wrong between them:
/// `src/test/python/machines.py`.
final class MachineClientIT {
    @TempDir
    static Path folder;

    @Test
    void nothingOutlivesItsKernel() throws IOException, InterruptedException {
        TestKernelSpecification.write(folder, "schedlab-test", Main.class);
        new PythonTests(folder).pass("machines");
    }
}
