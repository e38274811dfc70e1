package org.schedlab.vm.requirements;

/// Whether a kernel has what is required.
///
/// @param seen what it was told by, one phrase
public record Finding(Requirement requirement, Verdict verdict, String seen) {
    /// What can be said.
    public enum Verdict {
        /// It is there.
        FOUND,
        /// It is not there.
        MISSING,
        /// What was given does not tell.
        UNKNOWN
    }

    /// Whether schedlab cannot work with this kernel.
    public boolean isFatal() {
        return verdict == Verdict.MISSING && requirement.needed();
    }
}
