@NullMarked
package org.meterhaus.server.boot;

import org.jspecify.annotations.NullMarked;
