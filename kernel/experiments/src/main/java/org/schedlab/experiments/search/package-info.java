/// The least value of a function over a box of whole numbers, by few evaluations. Knows no machine. Values
/// only.
///
/// Open first: [org.schedlab.experiments.search.BoxSearch].
@NullMarked
package org.schedlab.experiments.search;

import org.jspecify.annotations.NullMarked;
