/**
 * What octets mean, one by one: plain messages, wrapper PDUs and values taken apart into a tree in
 * which every octet has a place and a name, and into plain values, as a packet monitor shows them.
 * What is protected is shown as it stands, with the fields of its protection.
 */
@NullMarked
package org.meterhaus.dlms.explain;

import org.jspecify.annotations.NullMarked;
