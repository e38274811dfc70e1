/// What decides an experiment as JSON, for files that a person writes and another host reads: records, choices among
/// them, durations, schedulers. Equal values have equal texts.
///
/// Open first: [org.schedlab.experiments.json.DataJson]. Knows no experiment.
@NullMarked
package org.schedlab.experiments.json;

import org.jspecify.annotations.NullMarked;
