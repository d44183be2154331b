/**
 * REST under /api/v1: parse, delegate, render.
 *
 * <p>Knows the application services only.
 */
@NullMarked
package org.meterhaus.rest;

import org.jspecify.annotations.NullMarked;
