package org.meterhaus.dissemination.customer;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** Access tokens: whom they stand for, and their end. */
@SuppressWarnings("DoNotCallSuggester")
public final class Tokens {

  /**
   * @param accessToken without the word Bearer; null if the request had none
   * @throws org.meterhaus.dissemination.access.RefusedException not-authenticated
   */
  public Caller authenticate(@Nullable String accessToken, String correlationId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Signs out: the token is worthless from now on. Revoking an unknown or revoked token does
   * nothing.
   */
  public void revoke(String accessToken) {
    throw new UnsupportedOperationException();
  }
}
