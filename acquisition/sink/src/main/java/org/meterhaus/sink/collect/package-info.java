/**
 * Reading the meters: links, discovery, polling, and what of it goes into the journal. Uses the
 * roles and the journal; used by the serving side and by {@link org.meterhaus.sink.Sink}.
 */
@NullMarked
package org.meterhaus.sink.collect;

import org.jspecify.annotations.NullMarked;
