/// The words for cold operations: which field, which value. Open first: [org.schedlab.lab.cold.ColdOps].
@NullMarked
package org.schedlab.lab.cold;

import org.jspecify.annotations.NullMarked;
