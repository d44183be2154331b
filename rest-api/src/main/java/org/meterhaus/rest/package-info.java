/**
 * The REST face under {@code /api/v1}: resources parse, ask a use case of {@code dissemination} and
 * render; nothing else. {@link org.meterhaus.rest.RestApplication} lists them all.
 *
 * <p>Records whose names end in {@code Json} are the wire: renaming a field of one breaks clients.
 */
@NullMarked
package org.meterhaus.rest;

import org.jspecify.annotations.NullMarked;
