/** How the REST face says no: RFC 9457 documents, one catalogue of their types, one mapper. */
@NullMarked
package org.meterhaus.rest.problems;

import org.jspecify.annotations.NullMarked;
