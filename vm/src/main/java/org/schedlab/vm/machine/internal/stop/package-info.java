/// How host and machine meet: the machine stands, the host goes on with it. Open first:
/// [org.schedlab.vm.machine.internal.stop.Meeting].
@NullMarked
package org.schedlab.vm.machine.internal.stop;

import org.jspecify.annotations.NullMarked;
