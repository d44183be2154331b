/** What may be a fault of a device, as it was found, and what its owner said of it. */
@NullMarked
package org.meterhaus.db.findings;

import org.jspecify.annotations.NullMarked;
