/// Results by what they are results of: what is there need not be run again, by nobody.
///
/// Open first: [org.schedlab.experiments.store.FolderStore]. Knows no machine and no experiment.
@NullMarked
package org.schedlab.experiments.store;

import org.jspecify.annotations.NullMarked;
