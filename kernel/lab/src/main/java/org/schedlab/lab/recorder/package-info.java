/// What a recording holds: what the guest's scheduler did, event by event, as values. Open first:
/// [org.schedlab.lab.recorder.Recording].
@NullMarked
package org.schedlab.lab.recorder;

import org.jspecify.annotations.NullMarked;
