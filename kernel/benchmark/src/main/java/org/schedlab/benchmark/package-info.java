/// Measurements of what schedlab promises, run by `./schedlab benchmark`. Open first:
/// [org.schedlab.benchmark.Benchmark].
@NullMarked
package org.schedlab.benchmark;

import org.jspecify.annotations.NullMarked;
