/**
 * Measures how fast answers are, on a database of a size that matters. Run by scripts, not by the
 * build.
 */
@NullMarked
package org.meterhaus.server.bench;

import org.jspecify.annotations.NullMarked;
