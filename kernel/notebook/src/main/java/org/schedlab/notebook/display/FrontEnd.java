package org.schedlab.notebook.display;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/// What is known of the front end that started this kernel. A kernel learns nothing of it by Jupyter's messages, so
/// its process is looked at. Stateless.
final class FrontEnd {
    private static final boolean CONSOLE = isConsole(System.getenv("JPY_PARENT_PID"));

    private FrontEnd() {}

    /// Whether it shows something in the place of what it showed before. Consoles drop such messages.
    static boolean replacesOutput() {
        return !CONSOLE;
    }

    private static boolean isConsole(@Nullable String parent) {
        if (parent == null || !parent.matches("[1-9][0-9]*")) {
            return false;
        }
        try {
            // The program and its first arguments: `python3 /usr/bin/jupyter-console …`, `python3 -m jupyter_console`.
            String[] words =
                    Files.readString(Path.of("/proc", parent, "cmdline")).split("\0", -1);
            for (int i = 0; i < Math.min(words.length, 3); i++) {
                String program = words[i].substring(words[i].lastIndexOf('/') + 1);
                if (program.matches("jupyter[-_](qt)?console(\\.exe)?")) {
                    return true;
                }
            }
        } catch (IOException notThere) {
            // not Linux, or somebody else's
        }
        return false;
    }
}
