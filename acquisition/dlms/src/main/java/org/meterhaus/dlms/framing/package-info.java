/** What the readers of all framings have in common. */
@NullMarked
package org.meterhaus.dlms.framing;

import org.jspecify.annotations.NullMarked;
