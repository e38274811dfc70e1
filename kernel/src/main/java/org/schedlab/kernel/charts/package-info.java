/// Charts: what a result looks like as a picture.
///
/// Open first: [org.schedlab.kernel.charts.Charted], the one thing a result needs so that a cell can show it.
@NullMarked
package org.schedlab.kernel.charts;

import org.jspecify.annotations.NullMarked;
