package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Real clients, real kernels and real machines, when something goes wrong between them:
/// `src/test/python/machines.py`.
@Tag("notebook")
final class MachineClientIT {
    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicContainer> nothingOutlivesItsKernel() throws IOException {
        TestKernelSpecification.write(folder, "schedlab-test", Main.class);
        return Stream.of(new PythonTests(folder).of("machines"));
    }
}
