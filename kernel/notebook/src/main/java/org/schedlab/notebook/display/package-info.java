/// What cells show: rendering of values, pictures and tables for light and dark pages, progress lines.
///
/// Open first: [org.schedlab.notebook.display.Display], what cells and magics call; then
/// [org.schedlab.notebook.display.Renderers], how a value becomes HTML, a picture and text.
@NullMarked
package org.schedlab.notebook.display;

import org.jspecify.annotations.NullMarked;
