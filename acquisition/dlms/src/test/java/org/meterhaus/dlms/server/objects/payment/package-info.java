@NullMarked
package org.meterhaus.dlms.server.objects.payment;

import org.jspecify.annotations.NullMarked;
