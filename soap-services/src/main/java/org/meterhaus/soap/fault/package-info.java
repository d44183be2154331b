/**
 * How SOAP says no: refusals, bad XML and our own failures as faults. Used by the servlet and by
 * every endpoint.
 */
@NullMarked
package org.meterhaus.soap.fault;

import org.jspecify.annotations.NullMarked;
