/// Scenarios of a hunt: a topology, cgroups, and steps with guest time between them; made up, changed and reduced.
///
/// Open first: [org.schedlab.hunt.scenario.Scenario]. Knows no machine.
@NullMarked
package org.schedlab.hunt.scenario;

import org.jspecify.annotations.NullMarked;
