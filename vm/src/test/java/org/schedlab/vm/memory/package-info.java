@NullMarked
package org.schedlab.vm.memory;

import org.jspecify.annotations.NullMarked;
