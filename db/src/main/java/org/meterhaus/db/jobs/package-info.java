/** Jobs that derive spans of channels anew. Used by processing, dissemination and the command. */
@NullMarked
package org.meterhaus.db.jobs;

import org.jspecify.annotations.NullMarked;
