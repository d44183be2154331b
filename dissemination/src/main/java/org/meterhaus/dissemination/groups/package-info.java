/** How a customer compares with those whose load has the same shape. */
@NullMarked
package org.meterhaus.dissemination.groups;

import org.jspecify.annotations.NullMarked;
