/**
 * Data protected apart from any message (IEC 62056-6-2, class_id 30), with the primitives of {@code
 * security}: what a Data protection object and its typed client have in common.
 */
@NullMarked
package org.meterhaus.dlms.protection;

import org.jspecify.annotations.NullMarked;
