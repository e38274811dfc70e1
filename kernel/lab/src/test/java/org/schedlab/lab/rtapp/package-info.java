@NullMarked
package org.schedlab.lab.rtapp;

import org.jspecify.annotations.NullMarked;
