/** Readings that a customer hands in (AddService). */
@NullMarked
package org.meterhaus.dissemination.add;

import org.jspecify.annotations.NullMarked;
