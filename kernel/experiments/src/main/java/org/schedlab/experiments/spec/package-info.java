/// Experiments as files: what another host needs to run a sweep, without any Java of a notebook.
///
/// Open first: [org.schedlab.experiments.spec.SweepSpec].
@NullMarked
package org.schedlab.experiments.spec;

import org.jspecify.annotations.NullMarked;
