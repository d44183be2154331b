/** Appliances: their use, their faults, and switching them (DeviceControlService). */
@NullMarked
package org.meterhaus.dissemination.devices;

import org.jspecify.annotations.NullMarked;
