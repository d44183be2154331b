/** The whole house, started as a user starts it, and asked as its users ask it. */
@NullMarked
package org.meterhaus.acceptance;

import org.jspecify.annotations.NullMarked;
