/// Tests of the parts of a machine that need no machine.
@NullMarked
package org.schedlab.vm.machine.internal;

import org.jspecify.annotations.NullMarked;
