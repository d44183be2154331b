/**
 * The web application: composes database, use cases and faces once at start-up, and is the only
 * place that knows the container.
 */
@NullMarked
package org.meterhaus.server;

import org.jspecify.annotations.NullMarked;
