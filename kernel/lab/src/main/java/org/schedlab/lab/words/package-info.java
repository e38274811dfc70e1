/// The words of a notebook, each a call of its current session. Open first:
/// [org.schedlab.lab.words.Lab].
@NullMarked
package org.schedlab.lab.words;

import org.jspecify.annotations.NullMarked;
