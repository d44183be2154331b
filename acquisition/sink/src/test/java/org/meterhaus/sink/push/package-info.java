/** Tests of reading meters. */
@NullMarked
package org.meterhaus.sink.push;

import org.jspecify.annotations.NullMarked;
