/// Magics: the `%name` lines and `%%name` cells that say in a line what takes Java several.
///
/// Open first: [org.schedlab.notebook.magics.Magic], what one is; then
/// [org.schedlab.notebook.magics.MagicCall], what it is given. The kernel gets its magics as a
/// list.
@NullMarked
package org.schedlab.notebook.magics;

import org.jspecify.annotations.NullMarked;
