/** Maximum, minimum, average and sum per bucket (SubService). */
@NullMarked
package org.meterhaus.dissemination.sub;

import org.jspecify.annotations.NullMarked;
