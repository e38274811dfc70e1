package org.schedlab.lab.tables;

import tech.tablesaw.api.ColumnType;

/// Lets one thread initialize Tablesaw's column types before any other uses them.
///
/// `ColumnType` makes an `IntColumnType`, whose superclass is a `ColumnType`: a thread that begins
/// with the one and a thread that begins with the other wait for each other for ever (Tablesaw
/// 0.44.4).
public final class ColumnTypes {
    private static boolean ready;

    private ColumnTypes() {}

    /// Returns when tables can be made by any thread.
    public static synchronized void initialize() {
        if (!ready) {
            ColumnType[] _ = ColumnType.values();
            ready = true;
        }
    }
}
