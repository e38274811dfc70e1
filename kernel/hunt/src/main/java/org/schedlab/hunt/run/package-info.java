/// One scenario on one machine: what is done, what happened, and what of it breaks an invariant.
///
/// Open first: [org.schedlab.hunt.run.ScenarioRunner] and [org.schedlab.hunt.run.Invariant].
@NullMarked
package org.schedlab.hunt.run;

import org.jspecify.annotations.NullMarked;
