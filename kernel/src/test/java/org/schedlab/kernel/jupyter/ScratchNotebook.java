package org.schedlab.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A notebook made of a test's cells, executed by nbclient on a real kernel with a real machine.
record ScratchNotebook(Path folder) {
    private static final Path SCRIPT =
            Path.of("src/test/python/execute_notebook.py").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Notebooks, and the kernel specification for them, in a folder.
    static ScratchNotebook in(Path folder) throws IOException {
        TestKernelSpecification.write(folder, "schedlab", Main.class);
        return new ScratchNotebook(folder);
    }

    ExecutedNotebook execute(String name, List<String> sources) throws IOException, InterruptedException {
        ObjectNode notebook = JSON.createObjectNode();
        notebook.put("nbformat", 4).put("nbformat_minor", 5).putObject("metadata");
        ArrayNode cells = notebook.putArray("cells");
        for (String source : sources) {
            ObjectNode cell = cells.addObject();
            cell.put("cell_type", "code").put("id", "cell-" + cells.size()).put("source", source);
            cell.putNull("execution_count");
            cell.putArray("outputs");
            cell.putObject("metadata").putArray("tags").add("raises-exception");
        }
        Path file = folder.resolve(name + ".ipynb");
        JSON.writeValue(file.toFile(), notebook);
        return execute(file);
    }

    ExecutedNotebook execute(Path notebook) throws IOException, InterruptedException {
        Path executed = folder.resolve("executed-" + notebook.getFileName());
        Path log = folder.resolve(notebook.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/python3", SCRIPT.toString(), notebook.toString(), executed.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JUPYTER_PATH", folder.toString());
        Process client = builder.start();
        try {
            assertThat(client.waitFor(5, TimeUnit.MINUTES))
                    .as("%s ended", notebook)
                    .isTrue();
            assertThat(client.exitValue()).as(Files.readString(log)).isZero();
            return ExecutedNotebook.read(executed);
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
    }
}
