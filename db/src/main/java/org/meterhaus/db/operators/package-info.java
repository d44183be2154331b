/**
 * Who runs the metering, and the buildings they may work on. Used by dissemination and by
 * provisioning.
 */
@NullMarked
package org.meterhaus.db.operators;

import org.jspecify.annotations.NullMarked;
