@NullMarked
package org.schedlab.lab.replay;

import org.jspecify.annotations.NullMarked;
