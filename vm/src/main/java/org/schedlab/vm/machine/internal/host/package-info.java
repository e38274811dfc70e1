/// What a machine takes of its host: deadlines, hashes of files, what ends with the JVM, the console file.
/// Open first: [org.schedlab.vm.machine.internal.host.Deadline].
@NullMarked
package org.schedlab.vm.machine.internal.host;

import org.jspecify.annotations.NullMarked;
