/// The guest's own view of its CPUs, read from its kernel's memory: open
/// [org.schedlab.vm.topology.SeenTopology] first.
@NullMarked
package org.schedlab.vm.topology;

import org.jspecify.annotations.NullMarked;
