/**
 * The interface classes of COSEM as data: which attributes and methods each has, of which types
 * (IEC 62056-6-2), and how values of these types become Java records and back.
 *
 * <p>Pure; uses data and cosem; used by the ready-made objects of the server, by the typed access
 * of the client and by the table in the documentation.
 */
@NullMarked
package org.meterhaus.dlms.classes;

import org.jspecify.annotations.NullMarked;
