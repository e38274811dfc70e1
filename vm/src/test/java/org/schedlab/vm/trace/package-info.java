/// Tests of probes as values.
@NullMarked
package org.schedlab.vm.trace;

import org.jspecify.annotations.NullMarked;
