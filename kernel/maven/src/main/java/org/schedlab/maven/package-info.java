/// Libraries for cells, by Maven's own resolver and the user's own settings.
///
/// [org.schedlab.maven.Libraries] is what the kernel asks; it takes and gives types of the JDK only,
/// because it lives in a class loader of its own.
@NullMarked
package org.schedlab.maven;

import org.jspecify.annotations.NullMarked;
