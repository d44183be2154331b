/**
 * What operators said in place of the meter: who, when and why. The values take effect through the
 * arrival log.
 */
@NullMarked
package org.meterhaus.db.edits;

import org.jspecify.annotations.NullMarked;
