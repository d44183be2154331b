/** What docs/dlms-library.md shows, compiled and run. */
@NullMarked
package org.meterhaus.dlms.samples;

import org.jspecify.annotations.NullMarked;
