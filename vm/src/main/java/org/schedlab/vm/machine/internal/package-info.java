/// How a machine is started, spoken to, kept and cleaned up. Nothing here is meant for other packages.
///
/// Open first: [org.schedlab.vm.machine.internal.QemuArguments], the recipe that makes runs bit-exact.
@NullMarked
package org.schedlab.vm.machine.internal;

import org.jspecify.annotations.NullMarked;
