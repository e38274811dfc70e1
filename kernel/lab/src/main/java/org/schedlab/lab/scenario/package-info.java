/// Scenarios: a backdrop, steps of operations, holds, and what came of them. Open first:
/// [org.schedlab.lab.scenario.Scenario]; an operation is added in [org.schedlab.lab.scenario.Op],
/// [org.schedlab.lab.scenario.Ops] and `OpRunner`.
@NullMarked
package org.schedlab.lab.scenario;

import org.jspecify.annotations.NullMarked;
