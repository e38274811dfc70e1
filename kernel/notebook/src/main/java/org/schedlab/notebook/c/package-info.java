/// Completion and inspection of the C that stands below `%%scheduler`: the cell's own names, those of the
/// headers that it is compiled with, and those of the kernel that it will run in.
///
/// C is read here by its look, token by token, and nothing is preprocessed: a text that is being typed has
/// no other reading.
@NullMarked
package org.schedlab.notebook.c;

import org.jspecify.annotations.NullMarked;
