/// The release archive. It holds no code: open `src/main/assembly/release.xml` first, which says what is in
/// the archive; the tests beside it look at what only the whole shows, its structure and its documents.
@NullMarked
package org.schedlab.release;

import org.jspecify.annotations.NullMarked;
