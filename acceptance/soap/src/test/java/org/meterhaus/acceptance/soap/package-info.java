/** The SOAP services as a stranger sees them: over HTTP, with what wsimport makes of the WSDLs. */
@NullMarked
package org.meterhaus.acceptance.soap;

import org.jspecify.annotations.NullMarked;
