/// The hunt: scenarios made up from a seed are run until an invariant breaks; what breaks it is run again, reduced and
/// written down.
///
/// Open first: [org.schedlab.hunt.Hunt].
@NullMarked
package org.schedlab.hunt;

import org.jspecify.annotations.NullMarked;
