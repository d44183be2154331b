/**
 * The building and what is in it: sections, flats, sinks, meters, channels, usage points,
 * appliances. Written by provisioning; read by everything.
 */
@NullMarked
package org.meterhaus.db.house;

import org.jspecify.annotations.NullMarked;
