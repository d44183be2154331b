/**
 * The endpoints, one for each port type: parse, delegate, render. Generated types come in and go
 * out here and get no further.
 */
@NullMarked
package org.meterhaus.soap.endpoint;

import org.jspecify.annotations.NullMarked;
