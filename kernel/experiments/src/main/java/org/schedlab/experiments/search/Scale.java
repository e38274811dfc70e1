package org.schedlab.experiments.search;

/// How steps along a range are measured.
public enum Scale {
    /// From 1 to 2 is as far as from 100 to 101. Every whole number is tried.
    LINEAR,

    /// From 1 to 2 is as far as from 100 to 200. Numbers of two significant digits are tried, and both ends.
    LOGARITHMIC
}
