/**
 * The head-end: reads sinks, appends to the arrival log, carries commands out.
 *
 * <p>The only acquisition module that knows the database.
 */
@NullMarked
package org.meterhaus.headend;

import org.jspecify.annotations.NullMarked;
