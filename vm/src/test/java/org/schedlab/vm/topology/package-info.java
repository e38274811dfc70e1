@NullMarked
package org.schedlab.vm.topology;

import org.jspecify.annotations.NullMarked;
