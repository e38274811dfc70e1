package org.schedlab.vm.trace;

import java.util.List;
import java.util.Optional;

/// Takes what the flight recorder's ring held, while the guest stands.
public interface RecordSink {
    /// Takes whole records, one behind the other, in the order in which they were made; `record.h` has their
    /// layout.
    ///
    /// @param words the caller goes on using the array
    /// @param count how many of them
    void take(long[] words, int count);

    /// Asked after the records that made the guest stand: the recorder's probes from now on, if they are to be
    /// others.
    Optional<List<Probe>> newProbes();
}
