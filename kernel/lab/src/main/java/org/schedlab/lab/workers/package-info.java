/// What runs in the guest: workers, cgroups, programs. Open first: [org.schedlab.lab.workers.Workers].
@NullMarked
package org.schedlab.lab.workers;

import org.jspecify.annotations.NullMarked;
