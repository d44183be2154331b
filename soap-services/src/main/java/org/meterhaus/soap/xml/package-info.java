/**
 * XML at the edge: text to {@code java.time} and back for the generated types, and the gate that
 * every request passes before the web-service stack sees it. Uses only the JDK and JAXB's API.
 */
@NullMarked
package org.meterhaus.soap.xml;

import org.jspecify.annotations.NullMarked;
