package org.schedlab.experiments.store;

import java.util.Optional;

/// Bytes by the key of what they are the result of; equal keys have equal bytes. Safe for several threads, processes
/// and sweeps at once.
public interface ResultStore {
    /// The bytes of a key; empty if there are none, or if they are damaged.
    ///
    /// @param key SHA-256 in hex
    Optional<byte[]> find(String key);

    /// Keeps bytes: all of them or nothing, whatever happens meanwhile.
    ///
    /// @throws org.schedlab.vm.LabException they cannot be written; says why
    void keep(String key, byte[] bytes);

    /// The bytes of a hash; empty if they are not there, or damaged.
    ///
    /// @param sha256 in hex
    Optional<byte[]> content(String sha256);

    /// Keeps bytes by their hash alone.
    ///
    /// @return SHA-256 in hex
    /// @throws org.schedlab.vm.LabException they cannot be written; says why
    String keepContent(byte[] bytes);

    /// Throws unless something can be kept.
    ///
    /// @throws org.schedlab.vm.LabException nothing can be written; says why
    void requireWritable();

    /// Says that this sweep is at a key, so that no other one on the same store does the same work
    /// meanwhile. A claim ends with its process, however that ends.
    ///
    /// @return empty if another one is at it
    Optional<Claim> claim(String key);

    /// Held while a key is worked on.
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /// Where it is, in words.
    String place();
}
