@NullMarked
package org.schedlab.vm.freeze;

import org.jspecify.annotations.NullMarked;
