/// What a machine is made of, and why it stands: values. Open first: [org.schedlab.vm.spec.MachineSpec].
@NullMarked
package org.schedlab.vm.spec;

import org.jspecify.annotations.NullMarked;
