/** Tests. */
@NullMarked
package org.meterhaus.headend;

import org.jspecify.annotations.NullMarked;
