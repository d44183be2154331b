/**
 * Meters whose every value is known beforehand, for clients of other makers to be tried with: any
 * mechanism and protection by the client's address, with keys that everybody knows.
 */
@NullMarked
package org.meterhaus.command.reference;

import org.jspecify.annotations.NullMarked;
