/// Cold operations: reading and writing kernel fields while the machine is frozen, as transactions.
///
/// Open first: [org.schedlab.vm.freeze.FreezeCoordinator]; then [org.schedlab.vm.freeze.ColdOp] and
/// [org.schedlab.vm.freeze.TaskCheck].
@NullMarked
package org.schedlab.vm.freeze;

import org.jspecify.annotations.NullMarked;
