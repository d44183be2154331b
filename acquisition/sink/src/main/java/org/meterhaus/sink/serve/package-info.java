/**
 * The sink towards its head-end: a DLMS server whose management device offers the journal, and
 * whose other devices pass requests on to the meters. Uses everything below it; used by {@link
 * org.meterhaus.sink.Sink}.
 */
@NullMarked
package org.meterhaus.sink.serve;

import org.jspecify.annotations.NullMarked;
