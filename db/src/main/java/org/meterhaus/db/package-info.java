/**
 * Schema, repositories and the embedded PostgreSQL.
 *
 * <p>Used by every module that keeps state; depends on none of them.
 */
@NullMarked
package org.meterhaus.db;

import org.jspecify.annotations.NullMarked;
