/// Sliders and buttons: the kernel's halves of ipywidgets, whose other halves are the front end's own JavaScript.
///
/// Open first: [org.schedlab.notebook.widgets.Widgets], the words;
/// [org.schedlab.notebook.widgets.WidgetModel], what is said over a comm.
@NullMarked
package org.schedlab.notebook.widgets;

import org.jspecify.annotations.NullMarked;
