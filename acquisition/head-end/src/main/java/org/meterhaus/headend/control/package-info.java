/**
 * Commands to relays: claimed from the database, carried out through the sink, read back, ended and
 * announced in one transaction; and the reported states of relays kept true. Used by {@link
 * org.meterhaus.headend.HeadEnd}.
 */
@NullMarked
package org.meterhaus.headend.control;

import org.jspecify.annotations.NullMarked;
