package org.schedlab.vm.image;

import java.nio.file.Path;

import org.schedlab.vm.Folders;

/// Reads kernels through, so that what there is to know of them lies in the cache: for `schedlab kernel
/// fetch`.
final class KernelInspection {
    private KernelInspection() {}

    /// Opens them.
    ///
    /// @param files kernel files
    static void main(String... files) {
        Folders folders = Folders.ofUser();
        for (String file : files) {
            KernelImage.open(Path.of(file), folders);
        }
    }
}
