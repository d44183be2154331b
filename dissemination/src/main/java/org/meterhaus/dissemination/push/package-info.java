/** Phones that want to be told. */
@NullMarked
package org.meterhaus.dissemination.push;

import org.jspecify.annotations.NullMarked;
