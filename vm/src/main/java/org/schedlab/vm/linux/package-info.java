/// Objects of the guest's kernel: a type, an address, and what can be reached from there - members,
/// elements, pointers, lists, trees, per-CPU instances.
///
/// Open first: [org.schedlab.vm.linux.KernelObject]. Readers that look at every stop keep a
/// [org.schedlab.vm.memory.FieldReader] and [org.schedlab.vm.linux.Links], whose names are looked up
/// once; objects are made of the same.
@NullMarked
package org.schedlab.vm.linux;

import org.jspecify.annotations.NullMarked;
