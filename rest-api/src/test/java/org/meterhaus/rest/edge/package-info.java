@NullMarked
package org.meterhaus.rest.edge;

import org.jspecify.annotations.NullMarked;
