/// What a machine is made of: values. Open first: [org.schedlab.vm.spec.MachineSpec].
@NullMarked
package org.schedlab.vm.spec;

import org.jspecify.annotations.NullMarked;
