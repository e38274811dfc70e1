/// What led to a failure: a second machine goes back to before it and looks.
///
/// Open first: [org.schedlab.lab.report.Reports]; [org.schedlab.lab.report.FailureReport] is what comes of it.
@NullMarked
package org.schedlab.lab.report;

import org.jspecify.annotations.NullMarked;
