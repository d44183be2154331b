/**
 * Starts Payara Micro with the Meterhaus WAR as a process of its own. {@link
 * org.meterhaus.server.boot.ServerProcess} is for the parent, {@link
 * org.meterhaus.server.boot.ServerMain} is what the child runs; nothing here knows what the WAR
 * does.
 */
@NullMarked
package org.meterhaus.server.boot;

import org.jspecify.annotations.NullMarked;
