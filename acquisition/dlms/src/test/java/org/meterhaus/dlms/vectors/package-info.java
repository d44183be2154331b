/** Published vectors and seeded values that several specifications use. */
@NullMarked
package org.meterhaus.dlms.vectors;

import org.jspecify.annotations.NullMarked;
