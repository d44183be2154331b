/**
 * A sink as the head-end sees it over DLMS: its journal, its acknowledgement, its table of meters,
 * and the relays behind it. Knows nothing of the database. Used by intake and control.
 */
@NullMarked
package org.meterhaus.headend.link;

import org.jspecify.annotations.NullMarked;
