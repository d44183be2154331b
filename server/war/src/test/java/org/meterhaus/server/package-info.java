@NullMarked
package org.meterhaus.server;

import org.jspecify.annotations.NullMarked;
