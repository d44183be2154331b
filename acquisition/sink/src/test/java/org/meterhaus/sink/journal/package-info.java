/** Tests of the journal. */
@NullMarked
package org.meterhaus.sink.journal;

import org.jspecify.annotations.NullMarked;
