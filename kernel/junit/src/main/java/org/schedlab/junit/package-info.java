/// Machines for JUnit tests. Open first: [org.schedlab.junit.WithMachine], which is put on a test class or
/// method; its tests then take a session as a parameter.
@NullMarked
package org.schedlab.junit;

import org.jspecify.annotations.NullMarked;
