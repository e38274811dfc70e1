@NullMarked
package org.schedlab.lab.pictures;

import org.jspecify.annotations.NullMarked;
