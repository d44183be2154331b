/** Phones that want to be told. */
@NullMarked
package org.meterhaus.rest.push;

import org.jspecify.annotations.NullMarked;
