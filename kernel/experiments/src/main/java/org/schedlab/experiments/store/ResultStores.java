package org.schedlab.experiments.store;

import java.nio.file.Path;

/// Stores by what a person calls them. Stateless.
public final class ResultStores {
    private ResultStores() {}

    /// A folder, or an address such as `http://cache.example:8080/schedlab`.
    ///
    /// @throws org.schedlab.vm.LabException the address is none
    public static ResultStore of(String place) {
        return place.startsWith("http://") || place.startsWith("https://")
                ? HttpStore.of(place)
                : new FolderStore(Path.of(place));
    }
}
