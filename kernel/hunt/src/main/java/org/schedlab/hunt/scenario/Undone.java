package org.schedlab.hunt.scenario;

/// A step that the guest refused, or that did not come to its end. A value.
///
/// @param step its place in [Scenario#steps()], from 0
/// @param ended whether it came to an end; nothing comes behind one that did not
/// @param note the step and why, in words
public record Undone(int step, boolean ended, String note) {

    /// The guest did not do it, and said why.
    public static Undone refused(int place, Step step, String why) {
        return new Undone(place, true, "%s: %s".formatted(step.text(), why));
    }

    /// The guest did not come to the end of it.
    public static Undone unfinished(int place, Step step) {
        return new Undone(place, false, "%s: did not come to its end".formatted(step.text()));
    }
}
