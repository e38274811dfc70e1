/// The file that is the RAM of a machine: made, copied, compared, hashed. Open first:
/// [org.schedlab.vm.machine.internal.ram.MachineRam].
@NullMarked
package org.schedlab.vm.machine.internal.ram;

import org.jspecify.annotations.NullMarked;
