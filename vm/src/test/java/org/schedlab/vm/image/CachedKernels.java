package org.schedlab.vm.image;

import java.util.List;

import org.schedlab.vm.Folders;

/// The real kernels that tests run on, one of each series that schedlab is made for, each opened once
/// for all tests. What else is in the cache is nobody's business.
public final class CachedKernels {
    private static final Folders FOLDERS = Folders.ofUser();
    private static final List<KernelImage> ALL = KernelSeries.tested().stream()
            .map(series -> KernelImage.open(series.require(FOLDERS), FOLDERS))
            .toList();

    private CachedKernels() {}

    /// The oldest, the default and the newest.
    public static List<KernelImage> all() {
        return ALL;
    }
}
