/**
 * Application-layer messages: ACSE (association) and xDLMS (services), and their codecs.
 *
 * <p>Pure; uses data and cosem; used by security, association, client and server.
 */
@NullMarked
package org.meterhaus.dlms.apdu;

import org.jspecify.annotations.NullMarked;
