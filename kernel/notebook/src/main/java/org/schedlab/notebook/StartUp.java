package org.schedlab.notebook;

import java.util.List;
import java.util.stream.Stream;

/// What every Java cell sees without asking: what JShell imports by itself, `java.time`, and what shows values.
final class StartUp {
    private static final List<String> IMPORTS = List.of(
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.nio.file.*;",
            "import java.time.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.function.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import java.util.stream.*;",
            "import static org.schedlab.notebook.display.Display.*;",
            "import static org.schedlab.notebook.widgets.Widgets.*;",
            "import org.schedlab.notebook.display.DisplayHandle;",
            "import org.schedlab.notebook.display.Displayable;",
            "import org.schedlab.notebook.display.Progress;",
            "import org.schedlab.notebook.display.Rich;");

    private StartUp() {}

    static List<String> with(List<String> own) {
        return Stream.concat(IMPORTS.stream(), own.stream()).toList();
    }
}
