@NullMarked
package org.schedlab.kernel.verdict;

import org.jspecify.annotations.NullMarked;
