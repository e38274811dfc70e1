/// How the flight recorder works: where in the kernel it looks, what it takes down there, and how events are
/// made of that. Open first: [org.schedlab.lab.recorder.internal.HookTable].
@NullMarked
package org.schedlab.lab.recorder.internal;

import org.jspecify.annotations.NullMarked;
