/// cgroup v2 in the guest: what groups there shall be, which CPUs and how much of them they get, and
/// who works in them.
///
/// Open first: [org.schedlab.guest.cgroup.CgroupDef], a definition that knows no machine;
/// [org.schedlab.guest.agent.Cgroups] makes it true in one. Kernel:
/// Documentation/admin-guide/cgroup-v2.rst (Linux 6.18).
@NullMarked
package org.schedlab.guest.cgroup;

import org.jspecify.annotations.NullMarked;
