package org.schedlab.lab.tables;

import tech.tablesaw.api.Table;

/// Something that can be seen as a table. A cell whose value is tabular shows the table.
public interface Tabular {
    /// The rows, with units in the column names and the instant, kernel and mode in the table's name.
    Table table();
}
