/// The words of a notebook for experiments.
///
/// Open first: [org.schedlab.experiments.words.ExperimentWords].
@NullMarked
package org.schedlab.experiments.words;

import org.jspecify.annotations.NullMarked;
