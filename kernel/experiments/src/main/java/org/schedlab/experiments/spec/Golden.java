package org.schedlab.experiments.spec;

/// What a host has to give before it may work on a sweep: it has what decides the results, and goes through the same
/// states. Immutable.
///
/// @param plan SHA-256 over the keys of all cells, in hex
/// @param code what decides in schedlab itself, as a hash
/// @param machines what decides about the machines (kernels, QEMU, plugin), as a hash
/// @param row SHA-256 of the row of the golden cell, in hex
public record Golden(String plan, String code, String machines, String row) {}
