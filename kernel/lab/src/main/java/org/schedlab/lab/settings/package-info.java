/// What can be set in the guest's kernel while it runs: scheduler features, sysctls, which CPUs are online, the
/// deadline servers.
///
/// Open first: [org.schedlab.lab.settings.KernelSettings].
@NullMarked
package org.schedlab.lab.settings;

import org.jspecify.annotations.NullMarked;
