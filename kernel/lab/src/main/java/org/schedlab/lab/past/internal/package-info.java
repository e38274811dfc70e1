/// How the past is gone through again, and how addresses of code are named. Begin with
/// [org.schedlab.lab.past.internal.Observation].
@NullMarked
package org.schedlab.lab.past.internal;

import org.jspecify.annotations.NullMarked;
