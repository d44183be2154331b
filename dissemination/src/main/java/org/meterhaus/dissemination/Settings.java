package org.meterhaus.dissemination;

import java.time.Duration;
import org.meterhaus.dissemination.customer.SignInConfig;
import org.meterhaus.dissemination.devices.CommandConfig;
import org.meterhaus.dissemination.readings.ReadingLimits;

/** The bounds of everything that the faces can ask for. */
public record Settings(ReadingLimits reading, SignInConfig signIn, CommandConfig commands) {

  /**
   * 50,000 values an answer; a value is late an hour after its interval; the rest as its records
   * say.
   */
  public static Settings defaults() {
    return new Settings(
        new ReadingLimits(50_000, Duration.ofHours(1)),
        SignInConfig.defaults(),
        CommandConfig.defaults());
  }
}
