package org.meterhaus.soap.xml;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code c:Instant} as {@link Instant}. Reads every offset, writes UTC.
 *
 * <p>What is not an instant was refused by the schema before.
 */
public final class InstantText extends XmlAdapter<String, Instant> {

  @Override
  public @Nullable Instant unmarshal(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  @Override
  public @Nullable String marshal(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
