/// What cells show: rendering of values, pictures and tables for light and dark pages, progress lines.
///
/// Open first: [org.schedlab.kernel.jupyter.display.Display], what cells and magics call; then
/// [org.schedlab.kernel.jupyter.display.Renderers], how a value becomes HTML, a picture and text.
@NullMarked
package org.schedlab.kernel.jupyter.display;

import org.jspecify.annotations.NullMarked;
