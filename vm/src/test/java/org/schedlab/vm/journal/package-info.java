@NullMarked
package org.schedlab.vm.journal;

import org.jspecify.annotations.NullMarked;
