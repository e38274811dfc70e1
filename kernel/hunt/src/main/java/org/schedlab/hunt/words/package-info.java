/// The word of a notebook for hunts.
@NullMarked
package org.schedlab.hunt.words;

import org.jspecify.annotations.NullMarked;
