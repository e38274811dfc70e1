package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Real clients (Debian's jupyter_client and jupyter_kernel_test, by Debian's Python) against a real
/// kernel process. What is asked stands in `src/test/python`.
@Tag("notebook")
final class JupyterClientIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void writeKernelSpecification() throws IOException {
        TestKernelSpecification.write(folder, "schedlab-test", TestKernel.class);
        TestKernelSpecification.write(folder, "schedlab-lab", Main.class);
    }

    @TestFactory
    Stream<DynamicContainer> clients() {
        return Stream.of(
                        "conformance",
                        "protocol",
                        "cells",
                        "magics",
                        "display",
                        "widgets",
                        "console",
                        "declarations",
                        "values",
                        "completion",
                        "lifecycle",
                        "names",
                        "ccells")
                .map(new PythonTests(folder)::of);
    }
}
