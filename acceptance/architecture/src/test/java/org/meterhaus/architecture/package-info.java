/** The rules that hold the house's walls, over the classes of every module. */
@NullMarked
package org.meterhaus.architecture;

import org.jspecify.annotations.NullMarked;
