/// Verdicts over what was measured: fail, inconclusive, pass, skip. For cells and for JUnit. Open
/// [org.schedlab.kernel.verdict.Verdict] first, then [org.schedlab.kernel.verdict.Thresholds].
@NullMarked
package org.schedlab.kernel.verdict;

import org.jspecify.annotations.NullMarked;
