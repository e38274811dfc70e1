/// What a recording tells: tables of tasks, waits, CPUs, queues and operations, and why a task waited. Open first:
/// [org.schedlab.lab.trace.Trace].
@NullMarked
package org.schedlab.lab.trace;

import org.jspecify.annotations.NullMarked;
