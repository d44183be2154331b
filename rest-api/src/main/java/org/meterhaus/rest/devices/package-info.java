/** Appliances, their use, their findings, and commands to switch them. */
@NullMarked
package org.meterhaus.rest.devices;

import org.jspecify.annotations.NullMarked;
