package org.schedlab.lab.machine;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// Where a second machine has come to that was given what the session's was. A value.
///
/// @param inputs how many it was given since a checkpoint
/// @param stateHash of its RAM
public record ArrivedState(int inputs, String stateHash) {
    /// Throws unless it is the session's state.
    ///
    /// @param expected the hash of the session's RAM
    /// @param refused what cannot be done otherwise, and what to do then
    public void require(String expected, LabException.Message refused) {
        if (!stateHash.equals(expected)) {
            throw refused.found(String.format(
                            Locale.ROOT,
                            "a second machine was given the %d inputs since a checkpoint again and got to the state %s, not to %s",
                            inputs,
                            stateHash,
                            expected))
                    .exception();
        }
    }
}
