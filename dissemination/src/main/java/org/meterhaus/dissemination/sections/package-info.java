/** Sections of a building compared, without showing anybody's single flat. */
@NullMarked
package org.meterhaus.dissemination.sections;

import org.jspecify.annotations.NullMarked;
