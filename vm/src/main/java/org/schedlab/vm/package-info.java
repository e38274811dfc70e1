/// The machine and what can be seen in it from outside. Knows no agent and no Jupyter.
///
/// Open first: [org.schedlab.vm.LabException], the shape of every error. The work is in the packages
/// below: `image` (kernel files), `symbols`, `btf` (types), `memory` (guest RAM), `machine` (QEMU),
/// `freeze` (cold operations).
@NullMarked
package org.schedlab.vm;

import org.jspecify.annotations.NullMarked;
