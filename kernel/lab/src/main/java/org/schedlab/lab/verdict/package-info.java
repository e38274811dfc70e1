/// Verdicts over what was measured: fail, inconclusive, pass, skip. For cells and for JUnit. Open
/// [org.schedlab.lab.verdict.Verdict] first, then [org.schedlab.lab.verdict.Thresholds].
@NullMarked
package org.schedlab.lab.verdict;

import org.jspecify.annotations.NullMarked;
