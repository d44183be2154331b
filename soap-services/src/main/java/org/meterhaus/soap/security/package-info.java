/**
 * Who sends a SOAP request: reads the credentials of a message and has them checked by the
 * application services. Used by the endpoints; uses Metro's handler API.
 */
@NullMarked
package org.meterhaus.soap.security;

import org.jspecify.annotations.NullMarked;
