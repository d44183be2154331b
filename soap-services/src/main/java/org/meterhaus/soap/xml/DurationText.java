package org.meterhaus.soap.xml;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code c:Duration} as {@link Duration}; only in answers. */
public final class DurationText extends XmlAdapter<String, Duration> {

  @Override
  public @Nullable Duration unmarshal(@Nullable String text) {
    return text == null ? null : Duration.parse(text);
  }

  @Override
  public @Nullable String marshal(@Nullable Duration duration) {
    return duration == null ? null : duration.toString();
  }
}
