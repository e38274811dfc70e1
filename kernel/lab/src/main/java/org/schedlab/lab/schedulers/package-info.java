/// Who is in charge: attaching, replacing and ending schedulers, their knobs and maps, and the history that
/// is kept true by a look at the kernel at every stop. Open first:
/// [org.schedlab.lab.schedulers.SessionSchedulers], then `Tenures`.
@NullMarked
package org.schedlab.lab.schedulers;

import org.jspecify.annotations.NullMarked;
