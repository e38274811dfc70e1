package org.schedlab.guest.agent;

/// A line that a program printed.
///
/// @param atNanos guest time (CLOCK_MONOTONIC) when its first byte reached the agent. A program's C
///     library may hold lines back: into a pipe, `printf` goes out when 4 KiB are full or `fflush` is
///     called
/// @param stream where it was printed
/// @param text without the newline; bytes that are no UTF-8 are shown as �
public record OutputLine(long atNanos, Stream stream, String text) {

    /// Standard output or standard error.
    public enum Stream {
        OUT,
        ERR
    }
}
