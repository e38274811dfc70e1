package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.testsupport.ExecutedNotebook;

/// A notebook made of a test's cells, executed by nbclient on a real kernel with a real machine.
record ScratchNotebook(NotebookExecution execution) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Notebooks, and the kernel specification for them, in a folder.
    static ScratchNotebook in(Path folder) throws IOException {
        return new ScratchNotebook(NotebookExecution.onThisBuild(folder));
    }

    ExecutedNotebook execute(String name, List<String> sources) throws IOException, InterruptedException {
        return execute(name, sources, Map.of());
    }

    ExecutedNotebook execute(String name, List<String> sources, Map<String, String> environment)
            throws IOException, InterruptedException {
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
        Path file = execution.jupyterPath().resolve(name + ".ipynb");
        JSON.writeValue(file.toFile(), notebook);
        return execution.execute(file, environment);
    }
}
