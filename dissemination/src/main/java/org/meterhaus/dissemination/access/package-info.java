/**
 * Who asks and how we say no: {@link org.meterhaus.dissemination.access.Caller} and {@link
 * org.meterhaus.dissemination.access.Refusal}. Used by every other package of this module and by
 * both faces; uses none of them.
 */
@NullMarked
package org.meterhaus.dissemination.access;

import org.jspecify.annotations.NullMarked;
