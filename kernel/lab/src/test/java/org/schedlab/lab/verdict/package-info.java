@NullMarked
package org.schedlab.lab.verdict;

import org.jspecify.annotations.NullMarked;
