package org.meterhaus.dlms.association;

import org.meterhaus.dlms.security.CipheringForm;
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
 * @param form in which messages it puts what it ciphers unasked: a client its requests, a server
 *     its pushes; answers go as their requests came
 */
public record Ciphering(
    SystemTitle title,
    KeySet keys,
    InvocationCounter counter,
    SecurityPolicy policy,
    CipheringForm form) {

  /** In the messages of each service. */
  public Ciphering(
      SystemTitle title, KeySet keys, InvocationCounter counter, SecurityPolicy policy) {
    this(title, keys, counter, policy, CipheringForm.SERVICE_SPECIFIC);
  }

  /** The same in messages of another form. */
  public Ciphering withForm(CipheringForm other) {
    return new Ciphering(title, keys, counter, policy, other);
  }
}
