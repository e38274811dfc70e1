/// What is noticed of the guest while it runs, without a trace in it: probes at instructions, and the
/// events that they give. Open first: [org.schedlab.vm.trace.Probe].
@NullMarked
package org.schedlab.vm.trace;

import org.jspecify.annotations.NullMarked;
