@NullMarked
package org.meterhaus.dlms.classes;

import org.jspecify.annotations.NullMarked;
