/// QEMU: its arguments, its process, QMP, the plugin and the line to it. Open first:
/// [org.schedlab.vm.machine.internal.qemu.RunningQemu].
@NullMarked
package org.schedlab.vm.machine.internal.qemu;

import org.jspecify.annotations.NullMarked;
