/** Signing in, and what we know about a customer (CustomerInformationService). */
@NullMarked
package org.meterhaus.dissemination.customer;

import org.jspecify.annotations.NullMarked;
