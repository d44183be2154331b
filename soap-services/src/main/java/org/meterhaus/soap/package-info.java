/**
 * The five SOAP services: parse, delegate, render.
 *
 * <p>Knows the application services only.
 */
@NullMarked
package org.meterhaus.soap;

import org.jspecify.annotations.NullMarked;
