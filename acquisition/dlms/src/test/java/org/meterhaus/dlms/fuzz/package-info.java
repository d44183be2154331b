/**
 * Everything that takes octets of strangers, fed with anything at all: a value or a {@link
 * org.meterhaus.dlms.MeterException} must come out, and no more memory be taken than the octets
 * account for. Run by Jazzer, and in the build by JUnit on what is known to be worth trying.
 */
@NullMarked
package org.meterhaus.dlms.fuzz;

import org.jspecify.annotations.NullMarked;
