/** Wire shapes of groups of customers. */
@NullMarked
package org.meterhaus.rest.groups;

import org.jspecify.annotations.NullMarked;
