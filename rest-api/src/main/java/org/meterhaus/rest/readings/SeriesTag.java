package org.meterhaus.rest.readings;

import jakarta.ws.rs.core.EntityTag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.EstimationRule;
import org.meterhaus.dissemination.readings.Series;
import org.meterhaus.dissemination.readings.Value;

/** An entity tag that changes exactly when something that a series says changes. */
final class SeriesTag {

  private static final int TAG_BYTES = 16;
  private static final int NONE = -1;

  private SeriesTag() {}

  static EntityTag of(Series series) {
    MessageDigest digest = sha256();
    text(digest, series.id());
    text(digest, series.zone().getId());
    text(digest, series.resolution());
    instant(digest, series.interval().start());
    instant(digest, series.interval().end());
    instant(digest, series.dataUntil());
    number(digest, series.expectedCount());
    number(digest, series.presentCount());
    for (Value value : series.values()) {
      Long wh = value.valueWh();
      EstimationRule rule = value.rule();
      instant(digest, value.start());
      number(digest, wh == null ? NONE : wh);
      text(digest, value.quality().wireName());
      text(digest, rule == null ? "" : rule.wireName());
      Value.Band band = value.band();
      number(digest, band == null ? NONE : band.lowWh());
      number(digest, band == null ? NONE : band.highWh());
    }
    for (Series.EditRemark edit : series.edits()) {
      instant(digest, edit.start());
      instant(digest, edit.end());
      instant(digest, edit.at());
      text(digest, edit.text());
    }
    var head = Arrays.copyOf(digest.digest(), TAG_BYTES);
    return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(head));
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static void instant(MessageDigest digest, @Nullable Instant instant) {
    number(digest, instant == null ? NONE : instant.getEpochSecond());
  }

  private static void number(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
