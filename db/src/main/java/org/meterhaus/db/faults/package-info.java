/** What customers report as broken. */
@NullMarked
package org.meterhaus.db.faults;

import org.jspecify.annotations.NullMarked;
