/// The stacks of a guest's tasks at the present freeze, and names of kernel and BPF code. Begin with
/// [org.schedlab.lab.stacks.Stacks].
@NullMarked
package org.schedlab.lab.stacks;

import org.jspecify.annotations.NullMarked;
