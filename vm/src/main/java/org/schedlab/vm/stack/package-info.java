/// Stacks of kernel code without debug information, by the tables that the kernel itself unwinds with
/// (ORC). Begin with [org.schedlab.vm.stack.OrcUnwinder].
@NullMarked
package org.schedlab.vm.stack;

import org.jspecify.annotations.NullMarked;
