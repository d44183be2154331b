/**
 * Interface classes as ready-made server objects: what a meter measures and keeps, its clock,
 * scripts and tables; {@code DeviceObjects}, in which they act on each other as time passes.
 * Schedules, limiters and the supply are in {@code control}, ports, images and pushes in {@code
 * communication}, prepayment in {@code payment}.
 *
 * <p>Optional building blocks; anything that implements CosemObject can be served.
 */
@NullMarked
package org.meterhaus.dlms.server.objects;

import org.jspecify.annotations.NullMarked;
