/// What schedlab needs of a Linux kernel, and what of it a configuration or an image has.
@NullMarked
package org.schedlab.vm.requirements;

import org.jspecify.annotations.NullMarked;
