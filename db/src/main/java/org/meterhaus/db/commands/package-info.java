/**
 * Switching commands from acceptance to their end. Written by dissemination (accept) and by the
 * head-end (everything after).
 */
@NullMarked
package org.meterhaus.db.commands;

import org.jspecify.annotations.NullMarked;
