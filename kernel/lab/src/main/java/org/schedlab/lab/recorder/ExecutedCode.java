package org.schedlab.lab.recorder;

/// Code that was executed. A value.
///
/// @param function the kernel's, or the BPF program's
/// @param program whether it is of a BPF program
/// @param line of the program's source, from 1; 0 for the kernel's, and if the program does not tell
public record ExecutedCode(String function, boolean program, int line) {}
