/**
 * The meterhaus command.
 *
 * <p>The composition root of everything that runs outside the application server.
 */
@NullMarked
package org.meterhaus.command;

import org.jspecify.annotations.NullMarked;
