package org.schedlab.vm.requirements;

/// What of a kernel image tells, without its configuration, that an option is set.
public sealed interface Sign {
    /// A symbol that is compiled only with the option.
    record Symbol(String name) implements Sign {}

    /// A type that is there only with the option, with its keyword: `struct sched_ext_ops`.
    record Type(String name) implements Sign {}

    /// A member of a type.
    record Member(String type, String name) implements Sign {}

    /// The image could not have been opened without it.
    record Opened() implements Sign {}

    /// Nothing does.
    record None() implements Sign {}
}
