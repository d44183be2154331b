@NullMarked
package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.NullMarked;
