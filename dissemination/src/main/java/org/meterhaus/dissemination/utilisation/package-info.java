/** Where the energy of a flat goes: its appliances, and what nobody measures. */
@NullMarked
package org.meterhaus.dissemination.utilisation;

import org.jspecify.annotations.NullMarked;
