/// A field of every CPU, read again and again. Open first: [org.schedlab.lab.series.PerCpuSeries].
@NullMarked
package org.schedlab.lab.series;

import org.jspecify.annotations.NullMarked;
