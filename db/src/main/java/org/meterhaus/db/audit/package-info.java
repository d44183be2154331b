/** Who did what: append-only, hash-chained. */
@NullMarked
package org.meterhaus.db.audit;

import org.jspecify.annotations.NullMarked;
