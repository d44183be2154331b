/**
 * Typed access to the objects of a meter: values with units, rows with columns, calendars, images,
 * accounts, as records.
 *
 * <p>Over client and classes; used by applications. Everything here can be done with DlmsClient
 * alone.
 */
@NullMarked
package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.NullMarked;
