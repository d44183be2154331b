/** The head-end's door to the database. Used by intake and control. */
@NullMarked
package org.meterhaus.headend.store;

import org.jspecify.annotations.NullMarked;
