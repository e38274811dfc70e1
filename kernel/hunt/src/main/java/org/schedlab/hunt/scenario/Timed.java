package org.schedlab.hunt.scenario;

import java.time.Duration;

/// A step, and the guest time that passes before it.
///
/// @param after guest time since the step before, not below zero; what the steps themselves take comes on top
/// @param step what is done
public record Timed(Duration after, Step step) {}
