package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real clients (Debian's jupyter_client and jupyter_kernel_test, by Debian's Python) against a real
/// kernel process. What is asked stands in `src/test/python`.
final class JupyterClientIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void writeKernelSpecification() throws IOException {
        TestKernelSpecification.write(folder, "schedlab-test", TestKernel.class);
        TestKernelSpecification.write(folder, "schedlab-lab", Main.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conformance", "protocol", "cells", "lifecycle", "names"})
    void clientIsContent(String script) throws IOException, InterruptedException {
        new PythonTests(folder).pass(script);
    }
}
