/** Tests of the roles, under virtual time and on threads. */
@NullMarked
package org.meterhaus.sink.roles;

import org.jspecify.annotations.NullMarked;
