@NullMarked
package org.meterhaus.dlms.decode;

import org.jspecify.annotations.NullMarked;
