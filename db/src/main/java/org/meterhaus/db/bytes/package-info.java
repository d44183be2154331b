/** Variable-length numbers: the alphabet of the compact formats that we store. */
@NullMarked
package org.meterhaus.db.bytes;

import org.jspecify.annotations.NullMarked;
