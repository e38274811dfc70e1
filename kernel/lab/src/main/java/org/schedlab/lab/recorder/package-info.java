/// The flight recorder: what the guest's scheduler did, event by event, without a trace in the guest. Open
/// first: [org.schedlab.lab.recorder.Recording].
@NullMarked
package org.schedlab.lab.recorder;

import org.jspecify.annotations.NullMarked;
