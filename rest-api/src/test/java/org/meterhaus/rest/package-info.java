@NullMarked
package org.meterhaus.rest;

import org.jspecify.annotations.NullMarked;
