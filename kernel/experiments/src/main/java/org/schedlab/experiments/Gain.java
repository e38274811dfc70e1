package org.schedlab.experiments;

/// What became of a gain on seeds that the search did not see.
public enum Gain {
    /// No setting was better than the default on the seeds of the search.
    NONE("there is no gain"),

    /// The best setting is better than the default on the other seeds too, in every objective or in some and
    /// nowhere worse.
    HOLDS("the gain holds"),

    /// On the other seeds no difference is shown, or one too small to matter.
    NOT_SHOWN("the gain is not shown"),

    /// On the other seeds it is worse than the default in one objective.
    LOST("the gain does not hold"),

    /// On the other seeds something failed.
    FAILED("the gain cannot be told");

    private final String words;

    Gain(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
