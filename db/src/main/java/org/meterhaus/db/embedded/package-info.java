/**
 * A PostgreSQL of our own: unpacked, initialised, started, stopped and recovered without anything
 * to install.
 *
 * <p>Used by the launcher and by tests; everything else only sees a {@link
 * org.meterhaus.db.DatabaseConfig}.
 */
@NullMarked
package org.meterhaus.db.embedded;

import org.jspecify.annotations.NullMarked;
