@NullMarked
package org.schedlab.lab.trace;

import org.jspecify.annotations.NullMarked;
