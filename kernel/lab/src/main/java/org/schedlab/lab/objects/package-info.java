/// Objects of the guest's kernel: a type and an address, shown as C and as a tree. Open first:
/// [org.schedlab.lab.objects.GuestObject].
@NullMarked
package org.schedlab.lab.objects;

import org.jspecify.annotations.NullMarked;
