/** Tests. */
@NullMarked
package org.meterhaus.headend.intake;

import org.jspecify.annotations.NullMarked;
