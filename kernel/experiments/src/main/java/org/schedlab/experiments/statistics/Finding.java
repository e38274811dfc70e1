package org.schedlab.experiments.statistics;

/// What a comparison says.
public enum Finding {
    /// The test finds a difference, and it is as large as both gates ask.
    DIFFERENT("different"),

    /// The test finds a difference, but it is smaller than a gate asks.
    TOO_SMALL("too small to matter"),

    /// The test does not find a difference. That is not a proof that there is none.
    NOT_SHOWN("no difference shown"),

    /// So few were measured that this test could not have found any difference.
    TOO_FEW("too few samples");

    private final String words;

    Finding(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
