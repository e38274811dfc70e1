/// What schedlab hands to other tools: recordings as files for Perfetto, trace-cmd, KernelShark and LISA; tables as
/// CSV, JSON and Parquet, and SQL over them. Equal recordings and tables give equal bytes, whatever the host.
///
/// Open first: [org.schedlab.lab.export.PerfettoTrace]. Knows no Jupyter.
@NullMarked
package org.schedlab.lab.export;

import org.jspecify.annotations.NullMarked;
