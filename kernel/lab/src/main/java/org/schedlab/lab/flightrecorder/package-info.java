/// The flight recorder, which is always on: what happened in the guest, without a trace in it. Open first:
/// [org.schedlab.lab.flightrecorder.FlightRecorder].
@NullMarked
package org.schedlab.lab.flightrecorder;

import org.jspecify.annotations.NullMarked;
