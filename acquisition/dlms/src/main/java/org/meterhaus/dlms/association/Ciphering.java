package org.meterhaus.dlms.association;

import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * What one side protects messages and GMAC proofs with.
 *
 * @param title our system title
 * @param keys the keys both sides have
 * @param counter counter of our title under these keys
 * @param policy least protection of messages; where the application context is one without
 *     ciphering, messages go unprotected whatever it says
 */
public record Ciphering(
    SystemTitle title, KeySet keys, InvocationCounter counter, SecurityPolicy policy) {}
