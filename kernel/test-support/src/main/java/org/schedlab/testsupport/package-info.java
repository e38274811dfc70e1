/// What tests of several modules and benchmarks need: the kernels they run on, notebooks that were
/// executed, what a process takes of the host. Open first: [org.schedlab.testsupport.TestKernels].
@NullMarked
package org.schedlab.testsupport;

import org.jspecify.annotations.NullMarked;
