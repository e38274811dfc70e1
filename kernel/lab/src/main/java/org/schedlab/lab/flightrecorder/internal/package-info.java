/// How the flight recorder works: where in the kernel it looks, what it takes down there, and how events are
/// made of that. Open first: [org.schedlab.lab.flightrecorder.internal.HookTable].
@NullMarked
package org.schedlab.lab.flightrecorder.internal;

import org.jspecify.annotations.NullMarked;
