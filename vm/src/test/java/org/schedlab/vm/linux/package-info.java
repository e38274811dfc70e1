@NullMarked
package org.schedlab.vm.linux;

import org.jspecify.annotations.NullMarked;
