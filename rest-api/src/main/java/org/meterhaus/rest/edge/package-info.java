/**
 * What every request passes on its way in and out: trace, proof of identity, size, headers, JSON.
 * Knows no resource.
 */
@NullMarked
package org.meterhaus.rest.edge;

import org.jspecify.annotations.NullMarked;
