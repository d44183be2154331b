/** Tests. */
@NullMarked
package org.meterhaus.headend.control;

import org.jspecify.annotations.NullMarked;
