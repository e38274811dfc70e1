package org.schedlab.vm.image;

import java.nio.file.Path;

import org.schedlab.vm.LabException;

/// A kernel file is not there or cannot be used. Says which file, what is wrong with it and what to
/// do.
public class KernelImageException extends LabException {
    private static final long serialVersionUID = 1L;

    /// What is wrong with the file.
    public enum Problem {
        /// There is no such file, or it cannot be read.
        NOT_FOUND,
        /// Neither a bzImage for x86-64 nor an ELF vmlinux.
        NOT_A_KERNEL,
        /// It ends too early.
        TRUNCATED,
        /// It contradicts itself.
        DAMAGED,
        /// Its payload is compressed in a way that is not supported.
        UNKNOWN_COMPRESSION,
        /// It carries no types.
        NO_BTF,
        /// It carries no symbols.
        NO_SYMBOLS,
        /// It cannot run sched_ext schedulers.
        NO_SCHED_EXT,
        /// Its own scheduler of normal tasks is CFS, not EEVDF.
        NO_EEVDF
    }

    private static final String OTHER_KERNEL =
            "give another kernel with --kernel PATH or SCHEDLAB_KERNEL, or get one with: ./schedlab kernel fetch";

    private final Problem problem;
    private final transient Path file;

    /// @param problem the kind of trouble
    /// @param file the kernel file as it was given
    /// @param sentence what was asked and why it failed, one sentence
    /// @param found what was seen in the file
    public KernelImageException(Problem problem, Path file, String sentence, String found) {
        this(problem, file, sentence, found, OTHER_KERNEL);
    }

    /// @param problem the kind of trouble
    /// @param file the kernel file as it was given
    /// @param sentence what was asked and why it failed, one sentence
    /// @param found what was seen
    /// @param remedy what to do
    public KernelImageException(Problem problem, Path file, String sentence, String found, String remedy) {
        super(asked(sentence).found(found).remedy(remedy).text());
        this.problem = problem;
        this.file = file;
    }

    /// The kind of trouble.
    public Problem problem() {
        return problem;
    }

    /// The file as it was given.
    public Path file() {
        return file;
    }
}
