/** Tests of reading meters. */
@NullMarked
package org.meterhaus.sink.collect;

import org.jspecify.annotations.NullMarked;
