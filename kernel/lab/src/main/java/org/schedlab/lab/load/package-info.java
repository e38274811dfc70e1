/// Loads that are played in a session: workers of which each goes through steps of its own.
///
/// Open first: [org.schedlab.lab.load.PlayedLoad].
@NullMarked
package org.schedlab.lab.load;

import org.jspecify.annotations.NullMarked;
