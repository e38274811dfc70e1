package org.schedlab.lab.schedulers;

/// One cell of the table that [SchedExtToolsIT] makes.
///
/// @param scheduler its name
/// @param way how it is brought
/// @param version the kernel's: `7.3.4`
record ToolCell(String scheduler, Way way, String version) {
    /// How a scheduler is brought.
    enum Way {
        PROGRAM("program"),
        SOURCES("BPF from sources");

        private final String words;

        Way(String words) {
            this.words = words;
        }
    }

    /// The head of its column.
    String column() {
        return version + ", " + way.words;
    }
}
