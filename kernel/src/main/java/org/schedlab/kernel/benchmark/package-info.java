/// Measurements of what schedlab promises, run by `./schedlab benchmark`. Open first:
/// [org.schedlab.kernel.benchmark.Benchmark].
@NullMarked
package org.schedlab.kernel.benchmark;

import org.jspecify.annotations.NullMarked;
